// Draws each figure of the page with Vega-Lite from the numbers that stand in the page.
"use strict";

{
  const figures = [...document.querySelectorAll("figure[data-chart]")];
  // In a specification {"zh": …, "en": …} is a text in two languages.
  const inLanguage = (part) => {
    if (Array.isArray(part)) return part.map(inLanguage);
    if (part === null || typeof part !== "object") return part;
    if (typeof part.zh === "string" && typeof part.en === "string") return townledger.say(part.zh, part.en);
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, inLanguage(value)]));
  };

  const draw = async (figure) => {
    const canvas = figure.querySelector(".canvas");
    const spec = inLanguage(townledger.data.charts[figure.dataset.chart]);
    spec.data = { values: inLanguage(JSON.parse(figure.querySelector("script").textContent)) };
    const width = canvas.clientWidth;
    if (spec.facet) {
      const axis = 40;
      const gap = 24;
      const overhang = 8; // of labels beyond a plot
      spec.columns = Math.max(1, Math.floor((width - axis) / 200));
      spec.spacing = { row: 20, column: gap };
      spec.spec.width = Math.floor((width - axis) / spec.columns) - gap - overhang;
      spec.config.header.labelLimit = spec.spec.width;
    } else {
      spec.width = "container";
      spec.autosize = { type: "fit", contains: "padding" };
    }
    const options = { actions: false, renderer: "svg", ast: true };
    await vegaEmbed(canvas, spec, options);
  };

  const drawAll = () => figures.forEach(draw);
  let width = window.innerWidth;
  let pending;
  document.addEventListener("language", drawAll);
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    clearTimeout(pending);
    pending = setTimeout(drawAll, 150);
  });
}
