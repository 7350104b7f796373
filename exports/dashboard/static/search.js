// Finds a town or county by a part of its name.
"use strict";

{
  const input = document.getElementById("search");
  const list = document.getElementById("found");
  const most = 8;

  const show = () => {
    const asked = input.value.trim();
    const found = asked ? townledger.data.places.filter(([, name, county]) => (county + name).includes(asked)) : [];
    list.replaceChildren(
      ...found.slice(0, most).map(([path, name, county]) =>
        townledger.element(
          "li",
          {},
          townledger.element("a", { href: townledger.root + path, lang: "zh-CN" }, name, county ? townledger.element("small", {}, ` ${county}`) : null),
        ),
      ),
    );
    if (asked && !found.length) list.append(townledger.element("li", {}, townledger.say("没有找到", "Nothing found")));
    list.hidden = !asked;
    townledger.keepLanguage(list);
  };

  input.addEventListener("input", show);
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  input.form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") list.hidden = true;
  });
  document.addEventListener("click", (event) => {
    if (!input.form.contains(event.target)) list.hidden = true;
  });
}
