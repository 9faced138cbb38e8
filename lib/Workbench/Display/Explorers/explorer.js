// What the explorers share: elements, a grid of numbers one can walk with arrow keys, and mounting. No library.

function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

// Two decimals, with a real minus sign; "cut" drops further decimals as the talk's slide does, otherwise they are rounded.
// The hair added before a cut keeps 0.29, which no binary number equals, from becoming 0.28.
function twoDecimals(value, cut) {
  const hundredths = cut ? Math.trunc(value * 100 + Math.sign(value) * 1e-4) : Math.round(value * 100);
  return (hundredths / 100).toFixed(2).replace("-", hundredths === 0 ? "" : "−");
}

// As short as it can be: integers as such, anything else with two decimals.
function short(value, cut) {
  return Number.isInteger(value) ? String(value).replace("-", "−") : twoDecimals(value, cut);
}

// A fieldset of buttons of which one is pressed. Each option is { label, value, title? }.
function choice(legend, name, options, current, choose) {
  const set = element("fieldset", { class: "choice", "data-choice": name }, element("legend", {}, legend));
  const mark = value => set.querySelectorAll("button").forEach((button, i) => button.setAttribute("aria-pressed", options[i].value === value));
  for (const { label, value, title } of options) {
    set.append(element("button", { type: "button", "data-value": value, title, onclick: () => { mark(value); choose(value); } }, label));
  }
  mark(current);
  set.mark = mark;
  return set;
}

// A table of numbers. draw(values, look) fills it; look(row, column) may give { classes, text, label }.
// Arrow keys, Home and End move the focus (one cell is in the tab order); Enter, Space and a click call `press`;
// focus and hover call `enter`; + and − call `nudge`.
class NumberGrid {
  constructor({ name, label, press, enter, nudge }) {
    Object.assign(this, { press, enter, nudge, at: [0, 0], rows: 0, columns: 0 });
    this.root = element("div", { class: "grid", role: "grid", "aria-label": label, "data-grid": name });
    this.frame = null;
    this.root.addEventListener("keydown", event => this.key(event));
    this.root.addEventListener("click", event => this.reach(event.target, true, this.press));
    this.root.addEventListener("focusin", event => this.reach(event.target, true, this.enter));
    this.root.addEventListener("pointerover", event => event.pointerType === "mouse" && this.reach(event.target, false, this.enter));
  }

  draw(values, look) {
    if (values.length !== this.rows || values[0].length !== this.columns) this.build(values.length, values[0].length);
    const largest = Math.max(1e-9, ...values.flat().map(Math.abs), this.least ?? 0);
    for (let row = 0; row < this.rows; row++) {
      for (let column = 0; column < this.columns; column++) {
        const value = values[row][column], cell = this.cells[row][column];
        const { classes = "", text = short(value), label = "" } = look?.(row, column) ?? {};
        cell.className = `cell ${classes}`;
        cell.textContent = text;
        cell.dataset.value = value;
        cell.style.setProperty("--shade", value < 0 ? "var(--negative)" : "var(--positive)");
        cell.style.setProperty("--strength", (Math.abs(value) / largest).toFixed(3));
        cell.setAttribute("aria-label", `row ${row + 1}, column ${column + 1}: ${text}${label}`);
        cell.toggleAttribute("data-editable", Boolean(this.press) && !classes.includes("padding"));
      }
    }
  }

  build(rows, columns) {
    Object.assign(this, { rows, columns, at: [Math.min(this.at[0], rows - 1), Math.min(this.at[1], columns - 1)] });
    this.cells = Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) =>
      element("div", { role: "gridcell", tabindex: row === this.at[0] && column === this.at[1] ? 0 : -1, "data-row": row, "data-column": column })));
    this.root.style.setProperty("--across", columns);
    this.root.replaceChildren(...this.cells.map(row => element("div", { class: "row", role: "row" }, ...row)));
    if (this.frame) this.root.append(this.frame);
  }

  // Draws the sliding frame around a window of cells.
  window(top, left, high, wide) {
    if (!this.frame) this.root.append(this.frame = element("div", { class: "frame", "aria-hidden": "true" }));
    Object.entries({ top, left, high, wide }).forEach(([name, value]) => this.frame.style.setProperty(`--${name}`, value));
  }

  select(row, column) {
    this.root.querySelectorAll("[aria-selected]").forEach(cell => cell.removeAttribute("aria-selected"));
    this.cells[row][column].setAttribute("aria-selected", "true");
  }

  moveTo(row, column) {
    this.cells[this.at[0]]?.[this.at[1]]?.setAttribute("tabindex", -1);
    this.at = [row, column];
    this.cells[row][column].setAttribute("tabindex", 0);
  }

  reach(target, move, act) {
    const cell = target.closest?.("[role=gridcell]");
    if (!cell) return;
    const [row, column] = [Number(cell.dataset.row), Number(cell.dataset.column)];
    if (move) this.moveTo(row, column);
    act?.(row, column);
  }

  key(event) {
    const [row, column] = this.at;
    const to = { ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      Home: [row, 0], End: [row, this.columns - 1] }[event.key];
    if (to) {
      this.moveTo(Math.max(0, Math.min(this.rows - 1, to[0])), Math.max(0, Math.min(this.columns - 1, to[1])));
      this.cells[this.at[0]][this.at[1]].focus();
    } else if (event.key === "Enter" || event.key === " ") this.press?.(row, column);
    else if (event.key === "+" || event.key === "=") this.nudge?.(row, column, 0.25);
    else if (event.key === "-") this.nudge?.(row, column, -0.25);
    else return;
    event.preventDefault();
  }
}

// A grid of numbers a person may change, with a field to type any value into the chosen cell.
// `values` is changed in place; `border` cells of padding lie around it and stay as they are.
function editableGrid({ name, label, levels, values, border = () => 0, changed }) {
  const field = element("input", { type: "number", step: "any", "aria-label": `${label}: value of the chosen cell`, "data-editor": name });
  const where = element("span");
  const chosen = { row: 0, column: 0 };
  const inside = (row, column) => values()[row - border()]?.[column - border()] !== undefined;
  const show = () => {
    const { row, column } = chosen;
    where.textContent = `row ${row + 1}, column ${column + 1}`;
    field.value = Number(values()[row][column].toFixed(4));
  };
  const choose = (row, column) => { if (inside(row, column)) { chosen.row = row - border(); chosen.column = column - border(); show(); } };
  const set = value => { values()[chosen.row][chosen.column] = value; show(); changed(); };
  const grid = new NumberGrid({
    name, label, enter: choose,
    press(row, column) {
      if (!inside(row, column)) return;
      choose(row, column);
      const value = values()[chosen.row][chosen.column];
      set(levels.find(level => level > value + 1e-9) ?? levels[0]);
    },
    nudge(row, column, by) { if (inside(row, column)) { choose(row, column); set(values()[chosen.row][chosen.column] + by); } },
  });
  field.addEventListener("change", () => { if (Number.isFinite(field.valueAsNumber)) set(field.valueAsNumber); else show(); });
  show();
  return { grid, show, editor: element("div", { class: "editor" }, where, field) };
}

// Light or dark as the page around is, whatever made it so: the nearest background that is not transparent decides.
function followTheme(host) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const update = () => {
    let brightness = dark.matches && getComputedStyle(host).colorScheme.includes("dark") ? 0 : 1;
    for (let place = host.parentElement; place; place = place.parentElement) {
      const [red, green, blue, alpha = 1] = getComputedStyle(place).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
      if (alpha > 0.5) { brightness = (0.3 * red + 0.6 * green + 0.1 * blue) / 255; break; }
    }
    host.dataset.theme = brightness < 0.5 ? "dark" : "light";
  };
  const watch = new MutationObserver(update);
  [document.documentElement, document.body].forEach(place => watch.observe(place, { attributes: true }));
  dark.addEventListener("change", update);
  update();
}

// Builds every explorer of this kind that the page holds and that is not built yet: several on a page, and a cell run again, just work.
function mount(kind, build) {
  for (const host of document.querySelectorAll(`[data-explorer="${kind}"]:not([data-ready])`)) {
    const given = JSON.parse(host.querySelector("script[type='application/json']").textContent);
    host.dataset.ready = "";
    const shadow = host.attachShadow({ mode: "open" });
    const section = element("section", { class: "explorer" });
    shadow.append(element("style", {}, styles), section);
    build(section, given);
    followTheme(host);
  }
}
