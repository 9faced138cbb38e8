mount("pooling", (section, given) => {
  const copy = matrix => matrix.map(row => [...row]);
  const [high, wide] = [given.image.length, given.image[0].length];
  const start = () => ({ image: copy(given.image), kind: given.kind, window: given.window, stride: given.stride, ragged: given.ragged, cell: [0, 0] });
  const state = start();
  const digits = value => twoDecimals(value, given.cut);

  // Floor leaves a ragged edge out; ceil keeps it, as long as the last window still starts inside the map.
  function outputSize(size) {
    const steps = (size - state.window) / state.stride;
    if (state.ragged === "drop") return Math.floor(steps) + 1;
    const kept = Math.ceil(steps) + 1;
    return (kept - 1) * state.stride >= size ? kept - 1 : kept;
  }

  // The pixels of one window: fewer than window² where it hangs over the edge.
  function members(row, column) {
    const found = [];
    for (let r = row * state.stride; r < Math.min(high, row * state.stride + state.window); r++) {
      for (let c = column * state.stride; c < Math.min(wide, column * state.stride + state.window); c++) found.push({ r, c, value: state.image[r][c] });
    }
    return found;
  }

  const pool = cells => state.kind === "max" ? Math.max(...cells.map(({ value }) => value)) : cells.reduce((sum, { value }) => sum + value, 0) / cells.length;

  const image = editableGrid({ name: "input", label: "Feature map", levels: [-1, 0, 1], values: () => state.image, changed: update });
  const output = new NumberGrid({ name: "output", label: "Pooled map", enter: look, press: look });
  const captions = [element("figcaption"), element("figcaption")];
  const share = element("p", { class: "note", "data-part": "share" });
  const formula = element("p", { "data-part": "formula" });
  const result = element("p", { class: "result", "aria-live": "polite", "data-part": "result" });

  const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => ({ label: String(from + i), value: from + i }));
  const pick = name => value => { state[name] = value; update(); };
  const choices = {
    kind: choice("pooling", "kind", [{ label: "max", value: "max" }, { label: "average", value: "average" }], state.kind, pick("kind")),
    window: choice("window", "window", numbers(2, Math.min(4, high, wide)), state.window, pick("window")),
    stride: choice("stride", "stride", numbers(1, 4), state.stride, pick("stride")),
    ragged: choice("ragged edge", "ragged", [{ label: "keep", value: "keep", title: "ceil" }, { label: "drop", value: "drop", title: "floor" }], state.ragged, pick("ragged")),
  };

  section.setAttribute("aria-label", "Pooling explorer");
  section.style.setProperty("--columns", wide + Math.ceil(wide / 2) + 1);
  section.style.setProperty("--most", wide);
  section.append(
    element("div", { class: "controls" }, ...Object.values(choices),
      element("div", { class: "choice" },
        element("button", { type: "button", "data-do": "back", "aria-label": "previous window", onclick: () => step(-1) }, "◀"),
        element("button", { type: "button", "data-do": "next", "aria-label": "next window", onclick: () => step(1) }, "▶|"),
        element("button", { type: "button", "data-do": "reset", onclick: reset }, "reset"))),
    element("div", { class: "stage" },
      element("figure", {}, captions[0], image.grid.root, image.editor),
      element("figure", {}, captions[1], output.root, share)),
    element("div", { class: "sum" }, element("p", {}, formula, result)),
    element("p", { class: "help" }, "Click a number on the left to change it, or type a value below; point at a number on the right to see the window "
      + "it sums up. Keyboard: Tab to a grid, arrows to move, Enter to change, + and − to nudge."));

  function update() {
    const size = [outputSize(high), outputSize(wide)];
    const map = Array.from({ length: size[0] }, (_, row) => Array.from({ length: size[1] }, (_, column) => pool(members(row, column))));
    output.least = Math.max(...state.image.flat().map(Math.abs)); // the same colour scale on both sides
    output.draw(map, (row, column) => ({ text: digits(map[row][column]) }));
    captions[0].replaceChildren("feature map ", element("small", {}, `${high} × ${wide}`));
    captions[1].replaceChildren("pooled ", element("small", {}, `${size[0]} × ${size[1]}`));
    const [left, all] = [size[0] * size[1], high * wide];
    share.textContent = `${left} of ${all} numbers are left: ${(100 * left / all).toFixed(0)} %`;
    look(Math.min(state.cell[0], size[0] - 1), Math.min(state.cell[1], size[1] - 1));
  }

  function look(row, column) {
    state.cell = [row, column];
    const cells = members(row, column), pooled = pool(cells);
    const best = state.kind === "max" ? cells.find(({ value }) => value === pooled) : null;
    const reach = [(output.rows - 1) * state.stride + state.window, (output.columns - 1) * state.stride + state.window];
    image.grid.draw(state.image, (r, c) => {
      const seen = r < reach[0] && c < reach[1] && (r % state.stride < state.window) && (c % state.stride < state.window);
      return { text: digits(state.image[r][c]), classes: `${best?.r === r && best.c === c ? "best" : ""} ${seen ? "" : "unseen"}`, label: seen ? "" : " (left out)" };
    });
    const last = cells.at(-1), first = cells[0];
    image.grid.window(first.r, first.c, last.r - first.r + 1, last.c - first.c + 1);
    output.select(row, column);
    const listed = cells.map(({ value }) => digits(value));
    const over = cells.length < state.window ** 2 ? ` (ragged edge: ${cells.length} of ${state.window ** 2})` : "";
    formula.textContent = `Row ${row + 1}, column ${column + 1}${over}: `
      + (state.kind === "max" ? `the largest of ${listed.join(", ")}` : `(${listed.join(" + ").replaceAll("+ −", "− ")}) ÷ ${cells.length}`);
    result.textContent = `= ${digits(pooled)}`;
  }

  function step(by) {
    const count = output.rows * output.columns;
    const next = (state.cell[0] * output.columns + state.cell[1] + by + count) % count;
    look(Math.floor(next / output.columns), next % output.columns);
  }

  function reset() {
    Object.assign(state, start());
    Object.entries(choices).forEach(([name, set]) => set.mark(state[name]));
    image.show();
    update();
  }

  update();
});
