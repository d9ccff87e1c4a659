// Relations between figures, drawn over the text: those of the chosen figure, or all of them.
const SVG = "http://www.w3.org/2000/svg";
const MOST_DRAWN = 400;

function drawLinks() {
  const canvas = byId("links");
  const sheet = byId("sheet").getBoundingClientRect();
  canvas.setAttribute("width", sheet.width);
  canvas.setAttribute("height", sheet.height);
  canvas.replaceChildren();
  const every = byId("all-links").checked;
  const drawn = every ? data.relations.slice(0, MOST_DRAWN) : chosen === null ? [] : relationsOf(chosen);
  const roles = new Map();
  for (const relation of drawn) {
    // Spokes from the figure that the relation is about: result, total, later level, actual.
    const [hub, ...others] = relation.figures.map(({ place }) => middle(marks[place], sheet));
    for (const other of others) canvas.append(arc(hub, other, relation.holds));
    for (const { role, place } of relation.figures) roles.set(place, new Set(roles.get(place)).add(role));
  }
  if (every) return;
  for (const [place, names] of roles) canvas.append(caption([...names].join(", "), middle(marks[place], sheet)));
}

function middle(mark, sheet) {
  const box = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
  return { x: box.left + box.width / 2 - sheet.left, y: box.top - sheet.top };
}

function arc(from, to, holds) {
  const path = document.createElementNS(SVG, "path");
  const high = Math.min(from.y, to.y) - 14 - Math.min(60, Math.abs(from.x - to.x) / 8);
  path.setAttribute("d", `M ${from.x} ${from.y} C ${from.x} ${high}, ${to.x} ${high}, ${to.x} ${to.y}`);
  path.setAttribute("class", holds);
  return path;
}

function caption(told, at) {
  const text = document.createElementNS(SVG, "text");
  text.setAttribute("x", at.x + 4);
  text.setAttribute("y", at.y - 3);
  text.textContent = told;
  return text;
}

function listRelations(place) {
  const items = relationsOf(place).map((relation) => {
    const item = element("li");
    item.append(element("span", `${relation.kind}: ${words.holds[relation.holds] ?? relation.holds}`, `holds ${relation.holds}`));
    for (const figure of relation.figures) {
      const jump = element("button", data.figures[figure.place].figure);
      jump.type = "button";
      jump.disabled = figure.place === place;
      jump.addEventListener("click", () => choose(figure.place));
      item.append(` ${figure.role} `, jump);
    }
    const told = (number) => Number(number.toPrecision(10)).toLocaleString("en");
    if (relation.expected !== null && relation.observed !== null) {
      item.append(` ${words.expected} ${told(relation.expected)}, ${words.observed} ${told(relation.observed)}`);
    }
    for (const span of relation.narrowed.filter((one) => one.place === place)) {
      item.append(` ${words.narrowed} ${told(span.low)} – ${told(span.high)}`);
    }
    return item;
  });
  byId("bound").replaceChildren(...items);
}

byId("all-links").addEventListener("change", drawLinks);
window.addEventListener("resize", drawLinks);
