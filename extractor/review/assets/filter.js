// Filters: rows that do not fit are hidden, their marks lose their colour.
const selects = all("select[data-filter]");
const tests = {
  indicator: (figure, wanted) => (wanted === "-" ? figure.indicator === null : figure.indicator === wanted),
  status: (figure, wanted) => figure.status === wanted,
  mask: (figure, wanted) => figure.mask === wanted,
  flag: (figure, wanted) => (wanted === "-" ? figure.flags.length === 0 : figure.flags.includes(wanted)),
};

function filter() {
  const wanted = selects.filter((one) => one.value).map((one) => [tests[one.dataset.filter], one.value]);
  const words_ = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  data.figures.forEach((figure, place) => {
    const row = tableRows[place];
    const fits = wanted.every(([test, value]) => test(figure, value)) && words_.every((one) => row.dataset.search.includes(one));
    row.hidden = !fits;
    marks[place].classList.toggle("dim", !fits);
    shown += fits;
  });
  byId("count").textContent = `${shown} / ${data.figures.length} ${words.shown}`;
}

byId("search").addEventListener("input", filter);
for (const select of selects) select.addEventListener("change", filter);
