// Lets a CV be dropped on the form, and says which file was taken and whether it can be read before it is sent.
// Without this script the file is chosen by the field's own button, and the server says the same.
"use strict";

(() => {
  const MOST_BYTES = 5 * 1024 * 1024;
  const IMAGES = /\.(jpe?g|png|gif|heic|webp|bmp|tiff?)$/i;

  for (const zone of document.querySelectorAll("[data-drop]")) {
    const field = zone.querySelector("input[type=file]");
    const hint = document.createElement("p");
    hint.className = "hint drop-hint";
    hint.textContent = "Vous pouvez aussi déposer le fichier ici avec la souris.";
    const status = document.createElement("p");
    status.className = "drop-status";
    status.setAttribute("role", "status");
    // A finger drops nothing.
    hint.hidden = !matchMedia("(any-hover: hover)").matches;
    zone.append(hint, status);
    zone.classList.add("drop");

    const say = () => {
      const file = field.files[0];
      if (!file) {
        status.textContent = "";
      } else if (IMAGES.test(file.name)) {
        status.textContent = `« ${file.name} » est une photo ou une image : elle ne peut pas être lue. Voyez plus bas comment faire.`;
        const advice = document.getElementById("pdf-texte");
        if (advice) advice.open = true;
      } else if (file.size > MOST_BYTES) {
        status.textContent = `« ${file.name} » dépasse 5 Mo. Enregistrez le document en PDF sans grandes images.`;
      } else {
        status.textContent = `Fichier choisi : ${file.name}. Appuyez sur « Continuer ».`;
      }
    };
    const over = (on) => zone.classList.toggle("over", on);

    field.addEventListener("change", say);
    zone.addEventListener("dragover", (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      over(true);
    });
    zone.addEventListener("dragleave", (event) => {
      if (!zone.contains(event.relatedTarget)) over(false);
    });
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      if (!event.dataTransfer.files.length) return;
      // The field takes one file; of several dropped, the first.
      const one = new DataTransfer();
      one.items.add(event.dataTransfer.files[0]);
      field.files = one.files;
      say();
      field.focus();
    });
  }
})();
