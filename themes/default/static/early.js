/* Runs before first paint: says that there is a script, and applies a stored theme,
   so that nothing shifts or flashes. */
(function (root) {
  root.classList.add("js");
  try {
    var theme = localStorage.getItem("smsdoc-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch (e) { /* storage is off: the device decides */ }
})(document.documentElement);
