// The keyboard: every action of the page has a key, and no key works while one types.
const help = byId("help");
const actions = {
  j: () => step(1),
  k: () => step(-1),
  n: () => step(1, inDoubt),
  p: () => step(-1, inDoubt),
  c: () => verdict("confirm"),
  e: () => chosen !== null && panel.elements.label.select(),
  x: () => verdict("remove", { reason: byId("why").value }),
  m: addMissed,
  u: undo,
  r: () => byId("all-links").click(),
  s: save,
  "/": () => byId("search").focus(),
  "?": () => help.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
  if (event.target.matches("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});
byId("help-open").addEventListener("click", () => help.showModal());
byId("help-close").addEventListener("click", () => help.close());

filter();
showCorrections();
// A link may lead to one figure: document.html#f12.
const asked = /^#f(\d+)$/.exec(location.hash);
if (asked && marks[asked[1]]) choose(Number(asked[1]));
