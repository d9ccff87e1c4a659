// One figure is chosen at a time: its mark and its row are marked, and the other one comes into view.
const marks = [];
const tableRows = [];
for (const mark of all("#text mark")) marks[mark.dataset.f] = mark;
for (const row of all("#figures tbody tr")) tableRows[row.dataset.f] = row;
let chosen = null;

function choose(place, { scrollText = true, scrollTable = true } = {}) {
  all(".on").forEach((one) => one.classList.remove("on"));
  all(".bound").forEach((one) => one.classList.remove("bound"));
  chosen = place;
  if (place === null) return;
  marks[place].classList.add("on");
  tableRows[place].classList.add("on");
  if (scrollText) reveal(marks[place], byId("text-pane"));
  if (scrollTable) reveal(tableRows[place], byId("table-pane"));
  for (const relation of relationsOf(place)) {
    for (const { place: other } of relation.figures) {
      if (other === place) continue;
      marks[other].classList.add("bound");
      tableRows[other].classList.add("bound");
    }
  }
  showForm(place);
  drawLinks();
}

const relationsOf = (place) => data.relations.filter((one) => one.figures.some((figure) => figure.place === place));

// Like scrollIntoView, but only when out of sight, and never scrolling the page itself.
function reveal(target, pane) {
  const box = target.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  if (box.top >= frame.top + 40 && box.bottom <= frame.bottom - 40) return;
  pane.scrollTop += box.top - frame.top - pane.clientHeight * 0.4;
}

byId("text").addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  // The end of a selection is no click on a figure.
  if (mark && getSelection().isCollapsed) choose(Number(mark.dataset.f), { scrollText: false });
});
byId("figures").addEventListener("click", (event) => {
  const row = event.target.closest("tbody tr");
  if (row) choose(Number(row.dataset.f), { scrollTable: false });
});

const inDoubt = (place) =>
  data.figures[place].states.some((state) => state === "masked" || state === "flagged") ||
  relationsOf(place).some((one) => one.holds === "false" || one.holds === "impossible");

function step(by, wanted = () => true) {
  let place = chosen ?? (by > 0 ? -1 : data.figures.length);
  for (place += by; place >= 0 && place < data.figures.length; place += by) {
    if (!tableRows[place].hidden && wanted(place)) return choose(place);
  }
  return undefined;
}
