// What every page needs: data that arrives as scripts (a page opened from disk may load nothing else), and the
// language, which is kept in the address (?lang=en), so that it survives from page to page without storage.
"use strict";

const townledger = {
  root: document.body.dataset.root,
  data: {},
  waiting: {},
  language: document.documentElement.lang === "en" ? "en" : "zh",

  // A data script calls this with its name and content.
  take(name, content) {
    this.data[name] = content;
  },

  // The content of data/<name>.js, loaded once.
  load(name) {
    if (name in this.data) return Promise.resolve(this.data[name]);
    this.waiting[name] ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = `${this.root}data/${name}.js`;
      script.onload = () => done(this.data[name]);
      script.onerror = () => {
        delete this.waiting[name];
        failed(new Error(name));
      };
      document.head.append(script);
    });
    return this.waiting[name];
  },

  // One of two texts, by the language shown.
  say(zh, en) {
    return this.language === "en" ? en : zh;
  },

  // An element with text and children; texts never become markup.
  element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  },
};

// Links keep the language; called again for links made later.
townledger.keepLanguage = function (within) {
  for (const link of within.querySelectorAll("a[href]")) {
    const href = link.getAttribute("href");
    if (href.startsWith("#")) continue;
    const [address, fragment] = href.split("#");
    const [path, query] = address.split("?");
    const asked = new URLSearchParams(query ?? "");
    if (this.language === "en") asked.set("lang", "en");
    else asked.delete("lang");
    const kept = asked.toString();
    link.setAttribute("href", path + (kept ? `?${kept}` : "") + (fragment === undefined ? "" : `#${fragment}`));
  }
};

townledger.speak = function (language) {
  this.language = language;
  const { dataset } = document.body;
  document.documentElement.lang = language === "en" ? "en" : "zh-CN";
  document.title = language === "en" ? dataset.titleEn : dataset.titleZh;
  const suffix = language === "en" ? "En" : "Zh";
  for (const one of document.querySelectorAll("[data-label-zh]")) one.setAttribute("aria-label", one.dataset[`label${suffix}`]);
  for (const one of document.querySelectorAll("[data-placeholder-zh]")) one.placeholder = one.dataset[`placeholder${suffix}`];
  for (const one of document.querySelectorAll("option[data-zh]")) one.textContent = one.dataset[suffix.toLowerCase()];
  this.keepLanguage(document);
  document.dispatchEvent(new CustomEvent("language"));
};

document.querySelector("button.language").addEventListener("click", () => {
  const language = townledger.language === "en" ? "zh" : "en";
  const address = new URL(location.href);
  if (language === "en") address.searchParams.set("lang", "en");
  else address.searchParams.delete("lang");
  history.replaceState(null, "", address);
  townledger.speak(language);
});
document.addEventListener("DOMContentLoaded", () => townledger.speak(townledger.language));

// What an address points at is open, an entry with its evidence, and so is everything that is printed.
townledger.reveal = function () {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = target?.matches("article") ? target.querySelector("details") : target;
  if (details instanceof HTMLDetailsElement) details.open = true;
};
window.addEventListener("hashchange", townledger.reveal);
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
});
townledger.reveal();
