// Before anything is painted: the language that the address asks for.
document.documentElement.lang = new URLSearchParams(location.search).get("lang") === "en" ? "en" : "zh-CN";
