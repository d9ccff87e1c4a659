// The index: find documents, and tell where corrections wait in this browser.
const rows = all("#documents tbody tr");
for (const row of rows) {
  const kept = row.dataset.key ? recall(row.dataset.key).corrections.length : 0;
  if (kept) row.querySelector(".kept").textContent = String(kept);
}

function look() {
  const wanted = byId("find").value.trim().toLowerCase();
  const onlyProblems = byId("problems").checked;
  let shown = 0;
  for (const row of rows) {
    const fits = (!wanted || row.textContent.toLowerCase().includes(wanted)) && (!onlyProblems || "problem" in row.dataset);
    row.hidden = !fits;
    shown += fits;
  }
  byId("count").textContent = `${shown} / ${rows.length}`;
}

byId("find").addEventListener("input", look);
byId("problems").addEventListener("change", look);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.matches("input")) {
    event.preventDefault();
    byId("find").focus();
  }
});
look();
