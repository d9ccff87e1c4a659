// Missed figures: a selection in the text becomes a stretch of code points with a form of its own.
function selectedSpan() {
  const selection = getSelection();
  const text = byId("text");
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  let start = countPoints(before.toString());
  let end = start + countPoints(range.toString());
  while (start < end && /\s/.test(slice(start, start + 1))) start += 1;
  while (end > start && /\s/.test(slice(end - 1, end))) end -= 1;
  return start < end ? { start, end } : null;
}

function addMissed() {
  const span = selectedSpan();
  if (span === null) {
    byId("note").textContent = words.not_in_text;
    return;
  }
  choose(null);
  drawLinks();
  showFresh(span);
  panel.elements.label.focus();
}

function showFresh(span) {
  fresh = span;
  byId("bound").replaceChildren();
  fill(span, { status: "actual", relation: "eq", mask: "none" }, words.missed_at);
}

function showAdded() {
  const added = state.corrections.filter((one) => one.kind === "add");
  byId("added").replaceChildren(
    ...added.map((one) => {
      const item = element("li", `${words.kinds.add}: `);
      const jump = element("button", slice(one.start, one.end));
      jump.type = "button";
      jump.addEventListener("click", () => {
        choose(null);
        drawLinks();
        showFresh({ start: one.start, end: one.end });
      });
      item.append(jump, ` ${one.fields.label}`);
      return item;
    }),
  );
  if (!("highlights" in CSS)) return;
  CSS.highlights.set("added", new Highlight(...added.map(rangeOf).filter(Boolean)));
}

// The browser's range of a stretch of code points.
function rangeOf({ start, end }) {
  const from = slice(0, start).length;
  const to = from + slice(start, end).length;
  const range = document.createRange();
  const walker = document.createTreeWalker(byId("text"), NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const next = at + node.data.length;
    if (from >= at && from < next) range.setStart(node, from - at);
    if (to > at && to <= next) {
      range.setEnd(node, to - at);
      return range;
    }
    at = next;
  }
  return null;
}

byId("missed").addEventListener("click", addMissed);
// A press of the button must not take the selection away.
byId("missed").addEventListener("mousedown", (event) => event.preventDefault());
