// The correction form of the chosen figure, and the corrections that it collects.
const FIELDS = ["label", "population", "value", "low", "high", "unit", "indicator", "status", "change", "relation", "mask", "flag"];
const NUMBERS = new Set(["value", "low", "high"]);
const DAMAGES = new Set(["ocr", "year_swap", "garbled"]);
const state = recall(data.key);
const panel = byId("panel");
// The stretch of a missed figure while its form is open.
let fresh = null;

const spanKey = ({ start, end }) => `${start}:${end}`;
const corrections = new Map(state.corrections.map((one) => [spanKey(one), one]));
const correctionOf = (span) => corrections.get(spanKey(span));
const damageOf = (figure) => figure.flags.find((flag) => DAMAGES.has(flag)) ?? null;
const asRead = (figure) => ({ ...figure, flag: damageOf(figure) });

function showForm(place) {
  fresh = null;
  const figure = asRead(data.figures[place]);
  listRelations(place);
  fill(figure, figure, `#${place + 1}`);
}

function fill(span, values, where) {
  const made = correctionOf(span);
  const now = { ...values, ...made?.fields };
  byId("choose").hidden = true;
  byId("chosen").hidden = false;
  byId("quote").textContent = slice(span.start, span.end);
  byId("where").textContent = where;
  byId("verdict").textContent = made ? words.kinds[made.kind] : "";
  byId("undo").hidden = !made;
  byId("right").hidden = fresh !== null;
  byId("not-figure").hidden = fresh !== null;
  for (const name of FIELDS) {
    const field = panel.elements[name];
    field.value = now[name] ?? "";
    field.setCustomValidity("");
    field.classList.toggle("changed", (now[name] ?? null) !== (values[name] ?? null));
  }
}

// The fields as typed: null where empty; undefined when one is wrong, which the browser then shows.
function typed() {
  const fields = {};
  for (const name of FIELDS) {
    const field = panel.elements[name];
    const text = field.value.trim();
    field.setCustomValidity("");
    fields[name] = text === "" ? null : text;
    if (NUMBERS.has(name) && text !== "") {
      fields[name] = Number(text.replace(/[,，\s]/g, ""));
      if (!Number.isFinite(fields[name])) field.setCustomValidity(words.not_a_number);
    }
  }
  if (!fields.label) panel.elements.label.setCustomValidity(words.needs_label);
  return panel.reportValidity() ? fields : undefined;
}

function keep() {
  if (chosen === null && fresh === null) return;
  const fields = typed();
  if (fields === undefined) return;
  if (fresh !== null) {
    record({ kind: "add", ...fresh, fields });
    return;
  }
  const figure = asRead(data.figures[chosen]);
  const changed = Object.fromEntries(Object.entries(fields).filter(([name, value]) => value !== (figure[name] ?? null)));
  const kind = Object.keys(changed).length ? "change" : "confirm";
  record({ kind, start: figure.start, end: figure.end, ...(kind === "change" ? { fields: changed } : {}) });
}

function verdict(kind, more = {}) {
  if (chosen === null || fresh !== null) return;
  const { start, end } = data.figures[chosen];
  record({ kind, start, end, ...more });
}

function record(correction) {
  corrections.set(spanKey(correction), correction);
  changed();
}

function undo() {
  const span = fresh ?? (chosen === null ? null : data.figures[chosen]);
  if (span === null) return;
  corrections.delete(spanKey(span));
  changed();
}

function changed() {
  state.corrections = [...corrections.values()].sort((one, other) => one.start - other.start);
  state.complete = byId("complete").checked;
  remember(data.key, state);
  showCorrections();
  if (fresh !== null) showFresh(fresh);
  else if (chosen !== null) showForm(chosen);
}

function showCorrections() {
  data.figures.forEach((figure, place) => {
    const kind = correctionOf(figure)?.kind;
    for (const name of ["confirm", "change", "remove"]) {
      marks[place].classList.toggle(name, kind === name);
      tableRows[place].classList.toggle(name, kind === name);
    }
  });
  showAdded();
  byId("kept").textContent = String(corrections.size);
  const waiting = corrections.size > 0 || state.complete;
  byId("note").textContent = waiting ? (remembered ? words.unsaved : words.memory_only) : "";
}

function save() {
  const { doc_id, source, text } = data;
  const figures = data.figures.map(({ states, ...figure }) => figure);
  const file = {
    format: "zhibiao-corrections",
    version: 1,
    made_with: data.version,
    documents: [{ doc_id, source, text, complete: state.complete, figures, corrections: state.corrections }],
  };
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 1) + "\n"], { type: "application/json" }));
  link.download = `corrections-${doc_id}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  byId("note").textContent = link.download;
}

panel.addEventListener("submit", (event) => {
  event.preventDefault();
  keep();
});
panel.addEventListener("input", (event) => event.target.setCustomValidity?.(""));
byId("right").addEventListener("click", () => verdict("confirm"));
byId("not-figure").addEventListener("click", () => verdict("remove", { reason: byId("why").value }));
byId("undo").addEventListener("click", undo);
byId("save").addEventListener("click", save);
byId("complete").checked = state.complete;
byId("complete").addEventListener("change", changed);
