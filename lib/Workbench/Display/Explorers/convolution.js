mount("convolution", (section, given) => {
  const copy = matrix => matrix.map(row => [...row]);
  const [high, wide] = [given.image.length, given.image[0].length];
  const [kernelHigh, kernelWide] = [given.filters[0].weights.length, given.filters[0].weights[0].length];
  const state = { image: copy(given.image), filter: copy(given.filters[0].weights), stride: given.stride, padding: given.padding, cell: [0, 0] };
  const digits = value => twoDecimals(value, given.cut);
  let playing = null;

  const outputSize = (size, kernel) => Math.floor((size + 2 * state.padding - kernel) / state.stride) + 1;
  const pixel = (row, column) => state.image[row]?.[column] ?? 0; // padding is zero

  // The one formula of the page: output(r, c) = Σ image(r·stride − padding + i, c·stride − padding + j) · filter(i, j) / divisor.
  function products(row, column) {
    return state.filter.map((weights, i) => weights.map((weight, j) =>
      ({ weight, value: pixel(row * state.stride - state.padding + i, column * state.stride - state.padding + j) })));
  }

  const total = (row, column) => products(row, column).flat().reduce((sum, { weight, value }) => sum + weight * value, 0);

  const image = editableGrid({ name: "input", label: "Image", levels: given.levels, values: () => state.image, border: () => state.padding, changed: update });
  const filter = editableGrid({
    name: "filter", label: "Filter", levels: [-1, 0, 1], values: () => state.filter,
    changed() { filters?.mark(null); update(); },
  });
  const output = new NumberGrid({ name: "output", label: "Feature map", enter: look, press: look });
  const product = new NumberGrid({ name: "products", label: "Products of the window and the filter" });
  product.root.classList.add("products");

  const captions = [element("figcaption"), element("figcaption"), element("figcaption")];
  const size = element("p", { class: "note", "data-part": "size" });
  const formula = element("p", { "data-part": "formula" });
  const result = element("p", { class: "result", "aria-live": "polite", "data-part": "result" });
  const play = element("button", { type: "button", onclick: () => playing ? stop() : start() }, "▶ play");

  const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => ({ label: String(from + i), value: from + i }));
  const filters = given.filters.length < 2 ? null : choice("filter", "filter", given.filters.map(({ name }) => ({ label: name, value: name })),
    given.filters[0].name, name => { state.filter = copy(given.filters.find(one => one.name === name).weights); filter.show(); update(); });
  const strides = choice("stride", "stride", numbers(1, Math.max(3, given.stride)), state.stride, value => { state.stride = value; update(); });
  const paddings = choice("padding", "padding", numbers(0, Math.max(Math.min(kernelHigh, kernelWide) - 1, given.padding)), state.padding,
    value => { state.padding = value; update(); });

  section.setAttribute("aria-label", "Convolution explorer");
  section.append(
    element("div", { class: "controls" }, ...[filters, strides, paddings].filter(Boolean),
      element("div", { class: "choice" },
        element("button", { type: "button", "data-do": "back", "aria-label": "previous window", onclick: () => step(-1) }, "◀"),
        element("button", { type: "button", "data-do": "next", "aria-label": "next window", onclick: () => step(1) }, "▶|"),
        play,
        element("button", { type: "button", "data-do": "reset", onclick: reset }, "reset"))),
    element("div", { class: "stage" },
      element("figure", {}, captions[0], image.grid.root, image.editor),
      element("figure", { class: "narrow" }, captions[1], filter.grid.root, filter.editor),
      element("figure", { class: "narrow" }, captions[2], output.root, size)),
    element("div", { class: "sum" }, product.root, element("p", {}, formula, result)),
    element("p", { class: "help" }, "Click a pixel or a weight to change it, or type a value beside it; point at a number of the feature map to see "
      + "where it comes from. Keyboard: Tab to a grid, arrows to move, Enter to change, + and − to nudge."));

  function update() {
    const [rows, columns] = [outputSize(high, kernelHigh), outputSize(wide, kernelWide)];
    const map = Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => total(row, column) / given.divisor));
    section.style.setProperty("--columns", wide + 2 * state.padding + kernelWide + columns);
    section.style.setProperty("--most", wide + 2 * state.padding);
    output.draw(map, (row, column) => ({ text: digits(map[row][column]) }));
    filter.grid.draw(state.filter);
    captions[0].replaceChildren("image ", element("small", {}, `${high} × ${wide}${state.padding ? ` + ${state.padding} of padding on each side` : ""}`));
    captions[1].replaceChildren("filter ", element("small", {}, `${kernelHigh} × ${kernelWide}`));
    captions[2].replaceChildren("feature map ", element("small", {}, `${rows} × ${columns}`));
    size.textContent = `⌊(${high} + 2·${state.padding} − ${kernelHigh}) ÷ ${state.stride}⌋ + 1 = ${rows} rows`;
    look(Math.min(state.cell[0], rows - 1), Math.min(state.cell[1], columns - 1));
  }

  function look(row, column) {
    state.cell = [row, column];
    const { padding, stride } = state;
    const reach = [(output.rows - 1) * stride + kernelHigh, (output.columns - 1) * stride + kernelWide];
    const padded = Array.from({ length: high + 2 * padding }, (_, r) => Array.from({ length: wide + 2 * padding }, (_, c) => pixel(r - padding, c - padding)));
    image.grid.draw(padded, (r, c) => {
      const isPadding = state.image[r - padding]?.[c - padding] === undefined;
      const seen = r < reach[0] && c < reach[1] && (r % stride < kernelHigh) && (c % stride < kernelWide);
      return { classes: `${isPadding ? "padding" : ""} ${seen ? "" : "unseen"}`, label: isPadding ? " (padding)" : seen ? "" : " (no window reaches it)" };
    });
    image.grid.window(row * stride, column * stride, kernelHigh, kernelWide);
    output.select(row, column);

    const parts = products(row, column);
    product.draw(parts.map(line => line.map(({ weight, value }) => weight * value)), (i, j) =>
      ({ text: `${short(parts[i][j].value)} × ${short(parts[i][j].weight)}` }));
    const sum = total(row, column);
    formula.textContent = `Row ${row + 1}, column ${column + 1}: `
      + parts.flat().map(({ weight, value }) => weight * value).map((one, i) => `${i === 0 ? (one < 0 ? "−" : "") : one < 0 ? " − " : " + "}${short(Math.abs(one))}`).join("")
      + ` = ${short(sum)}`;
    result.textContent = given.divisor === 1 ? `= ${digits(sum)}` : `${short(sum)} ÷ ${given.divisor} = ${digits(sum / given.divisor)}`;
  }

  function step(by) {
    const count = output.rows * output.columns;
    const next = (state.cell[0] * output.columns + state.cell[1] + by + count) % count;
    look(Math.floor(next / output.columns), next % output.columns);
  }

  function start() {
    playing = setInterval(() => { step(1); if (state.cell[0] === output.rows - 1 && state.cell[1] === output.columns - 1) stop(); }, 450);
    play.textContent = "❚❚ pause";
  }

  function stop() {
    clearInterval(playing);
    playing = null;
    play.textContent = "▶ play";
  }

  function reset() {
    stop();
    Object.assign(state, { image: copy(given.image), filter: copy(given.filters[0].weights), stride: given.stride, padding: given.padding, cell: [0, 0] });
    filters?.mark(given.filters[0].name);
    strides.mark(state.stride);
    paddings.mark(state.padding);
    image.show();
    filter.show();
    update();
  }

  update();
});
