mount("wipe", (section, given) => {
  const picture = side => element("img", { src: `data:image/png;base64,${given[side].png}`, alt: given[side].caption, "data-part": side });
  const border = element("input", { type: "range", min: 0, max: 100, value: 50, "aria-label": `border between ${given.before.caption} and ${given.after.caption}`, oninput: move });
  const stage = element("div", { class: "wipe" }, picture("before"), picture("after"), border);

  function move() { stage.style.setProperty("--border", `${border.value}%`); }

  stage.style.width = `${given.width}px`;
  section.append(element("figure", { class: "narrow" }, ...(given.title ? [element("figcaption", {}, given.title)] : []), stage,
    element("p", { class: "note sides" }, element("span", {}, given.before.caption), element("span", {}, given.after.caption))));
  move();
});
