// A classic script: it runs before the first paint, so that large type does not jump in.
(function () {
  try {
    var saved = JSON.parse(localStorage.getItem("pension-settings") || "{}");
    document.documentElement.dataset.size = saved.size || "normal";
    document.documentElement.dataset.contrast = saved.contrast ? "high" : "normal";
  } catch (error) {
    document.documentElement.dataset.size = "normal";
  }
})();
