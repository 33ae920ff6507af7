// Says while an offer is being written how many people it would find. Without this script, the button does.
"use strict";

(() => {
  const WAIT_MS = 900;
  const form = document.querySelector("form[data-estimate]");
  const place = document.getElementById("estimation");
  if (!form || !place) return;
  const title = form.elements.namedItem("title");
  const counted = new Set(["title", "job_words", "description", "commune", "contract", "working_time", "required",
    "welcome", "licences", "experience", "pay_to", "pay_from", "pay_period", "remote"]);
  let timer;
  let asked = 0;

  const ask = async () => {
    if (title.value.trim().length < 3) return;
    asked += 1;
    const mine = asked;
    try {
      const answer = await fetch(form.dataset.estimate, { method: "POST", body: new FormData(form) });
      // Refused for asking too much, or signed out meanwhile: what is shown stays, and the button is still there.
      if (!answer.ok || answer.redirected || mine !== asked) return;
      place.innerHTML = await answer.text();
    } catch {
      // No network: nothing is lost.
    }
  };

  const later = (event) => {
    if (!counted.has(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
})();
