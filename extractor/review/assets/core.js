// What every page starts from: its data and its words. Text of a report only ever becomes text nodes.
const data = JSON.parse(document.getElementById("data").textContent);
const words = data.words;
const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

function element(tag, text, classes) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (classes) made.className = classes;
  return made;
}

// Tables count code points, the browser counts UTF-16 units: 𠮷 is one there and two here.
let points = null;
const codePoints = () => (points ??= Array.from(data.text));
const slice = (start, end) => codePoints().slice(start, end).join("");
function countPoints(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
