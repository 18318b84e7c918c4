// Before anything is painted: the theme the reader chose, else the system's, also where that changes.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => { document.documentElement.dataset.theme = localStorage.getItem("theme") ?? (dark.matches ? "dark" : "light"); };
dark.addEventListener("change", follow);
follow();
