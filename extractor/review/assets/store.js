// Corrections on their way: in memory, and in the browser's storage where that is allowed.
const STORE = "zhibiao-corrections:1:";
let remembered = true;

function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(STORE + key)) ?? { corrections: [], complete: false };
  } catch {
    remembered = false;
    return { corrections: [], complete: false };
  }
}

function remember(key, state) {
  try {
    if (state.corrections.length || state.complete) localStorage.setItem(STORE + key, JSON.stringify(state));
    else localStorage.removeItem(STORE + key);
  } catch {
    remembered = false;
  }
}
