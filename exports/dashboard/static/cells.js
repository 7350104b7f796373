// From a figure to the cells it came from: #<month>/<indicator> or #<month>/record/<ledger>/<record> opens a
// dialogue with what the town reported, where it stands, and what it says there.
"use strict";

{
  const { element } = townledger;
  const say = (zh, en) => townledger.say(zh, en);
  const dialog = document.getElementById("cells");
  const town = document.querySelector("h1[data-town]").dataset.town;
  const townName = document.querySelector("h1 > span").textContent;
  const choices = ["project_status", "stage", "function"];

  const known = (dictionary, kind, code) => Object.hasOwn(dictionary.words[kind], code);
  const word = (dictionary, kind, code) => (known(dictionary, kind, code) ? say(...dictionary.words[kind][code]) : code);
  const digits = (value) => (typeof value === "number" ? Number(value.toPrecision(12)).toLocaleString("en", { maximumFractionDigits: 4 }) : String(value));

  const fieldName = (dictionary, ledger, field) => (dictionary.fields[ledger]?.[field] ? say(...dictionary.fields[ledger][field]) : field);
  const quoted = (text) => (text ? element("q", { lang: "zh-CN" }, text) : "");
  const valueText = (dictionary, ledger, field, value) => {
    if (typeof value === "number") {
      const unit = dictionary.fields[ledger]?.[field]?.[2];
      return digits(value) + (unit ? ` ${word(dictionary, "unit", unit)}` : "");
    }
    const kind = choices.find((one) => known(dictionary, one, value));
    return kind ? word(dictionary, kind, value) : quoted(value);
  };

  // A decision of a person shows wherever the figure shows.
  const decided = ({ kind_name, kind_en, decided_at, decided_by, reason }) =>
    element("p", { class: "note" }, `${say("人工决定：", "decision: ")}${say(kind_name, kind_en)} · `, quoted(decided_by), ` · ${decided_at} · `, quoted(reason));

  const table = (caption, heads, rows) =>
    element(
      "div",
      { class: "scroll", role: "region", tabindex: "0", "aria-label": caption },
      element(
        "table",
        {},
        element("caption", {}, caption),
        element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
        element("tbody", {}, ...rows),
      ),
    );

  const valueHeads = () => [say("填报项", "Field"), say("数值", "Value"), say("原文", "As written"), say("工作表!单元格", "Sheet!cell"), say("文件", "File"), say("收到时间和报送标识", "Received, submission")];
  const valueRow = (dictionary, cells, [ledger, record, file, sheet, values], place, lead) => {
    const [field, value, cell, raw, unitSource, decision] = values[place];
    const [path, submission, received] = cells.files[file];
    return element(
      "tr",
      {},
      ...(lead === undefined ? [] : [element("td", {}, lead)]),
      element("th", { scope: "row" }, record ? element("span", { lang: "zh-CN" }, record) : "", record ? " · " : "", fieldName(dictionary, ledger, field)),
      element("td", { class: "n" }, valueText(dictionary, ledger, field, value), decision ? decided(dictionary.decisions[decision]) : null),
      element("td", { class: "raw" }, quoted(raw)),
      element("td", { class: "address", lang: "zh-CN" }, cell ? `${sheet}!${cell}` : "—"),
      element("td", { class: "file", lang: "zh-CN" }, path),
      element("td", { class: "time" }, received, element("br"), element("code", {}, submission)),
    );
  };

  const listed = (pairs) => {
    const list = element("dl");
    for (const [name, text] of pairs) if (text) list.append(element("dt", {}, name), element("dd", {}, text));
    return list;
  };

  const indicatorView = (dictionary, cells, code) => {
    const meta = dictionary.indicators[cells.standard][code];
    const [numerator, denominator, value, text, score, status, read] = cells.indicators[code];
    const parts = { numerator: say("分子", "Numerator"), denominator: say("分母", "Denominator") };
    const unit = known(dictionary, "method_unit", meta.method) ? word(dictionary, "method_unit", meta.method) : "";
    const measured = (number) => (meta.method === "presence" ? (number ? say("有", "yes") : say("无", "no")) : digits(number) + unit);
    const aim = Number(meta.target);
    return [
      say(meta.name_zh, meta.name_en),
      listed([
        [say("指标值", "Value"), text ? word(dictionary, "stage", text) : value === null ? "—" : measured(value)],
        [say("分子", "Numerator"), numerator === null ? "" : digits(numerator)],
        [say("分母", "Denominator"), denominator === null ? "" : digits(denominator)],
        [say("目标", "Target"), Number.isNaN(aim) ? word(dictionary, "stage", meta.target) : measured(aim)],
        [say("得分", "Score"), score === null ? word(dictionary, "indicator_status", status) : `${score.toFixed(2)} · ${word(dictionary, "indicator_status", status)}`],
        [say("权重", "Weight"), digits(meta.weight)],
        [say("计算方法", "Method"), say(meta.method_rule, meta.method_rule_en)],
        [say("依据条款", "Clause"), element("span", {}, element("span", { lang: "zh-CN" }, meta.clause), " · ", word(dictionary, "set_by", meta.set_by))],
        [say("评价标准", "Standard"), cells.standard],
      ]),
      read.length
        ? table(
            say("所依据的填报值", "Reported values it rests on"),
            [say("部分", "Part"), ...valueHeads()],
            read.map(([part, record, place]) => valueRow(dictionary, cells, cells.records[record], place, parts[part])),
          )
        : element("p", {}, say("没有填报所需的值。", "None of the values it needs was reported.")),
    ];
  };

  const recordView = (dictionary, cells, ledger, record) => {
    const own = cells.records.filter((one) => one[0] === ledger && one[1] === record);
    const title = ledger === "funds" ? word(dictionary, "fund_source", record) : record || word(dictionary, "ledger", ledger);
    return [title, listed([[say("台账", "Ledger"), word(dictionary, "ledger", ledger)]]), table(say("填报值及单元格", "Reported values and their cells"), valueHeads(), own.flatMap((one) => one[4].map((_, place) => valueRow(dictionary, cells, one, place))))];
  };

  const open = async () => {
    const [period, ...asked] = location.hash.slice(1).split("/").map(decodeURIComponent);
    if (!/^\d{4}-\d{2}$/.test(period) || !asked.length) return close();
    const found = await Promise.all([townledger.load("dictionary"), townledger.load(`${town}/${period}`)]).catch(() => null);
    const view = found && (asked[0] === "record" ? recordView(...found, asked[1], asked[2] ?? "") : Object.hasOwn(found[1].indicators, asked[0]) && indicatorView(...found, asked[0]));
    const [title, ...content] = view || [say("没有可查的单元格", "No cells to show"), element("p", {}, say("该月的单元格不在本站中，可用 townledger explain 查询。", "The cells of that month are not in these pages; `townledger explain` shows them."))];
    const closing = element("button", { type: "button", class: "close", "aria-label": say("关闭", "Close") }, "✕");
    closing.addEventListener("click", () => dialog.close());
    dialog.replaceChildren(closing, element("h2", { id: "cells-title" }, title), element("p", { class: "note" }, `${townName} · ${period}`), ...content);
    if (!dialog.open) dialog.showModal();
  };
  const close = () => dialog.open && dialog.close();

  dialog.addEventListener("close", () => {
    if (/^#\d{4}-\d{2}\//.test(location.hash)) history.replaceState(null, "", location.pathname + location.search);
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  window.addEventListener("hashchange", open);
  document.addEventListener("language", open);
}
