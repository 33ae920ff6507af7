// Completes what is typed in a field marked `data-suggest` (an address of ours that answers {suggestions: [{label}]}).
// The WAI-ARIA combobox pattern with a listbox (APG, "Editable Combobox With List Autocomplete"). Without this script,
// the field is a plain field and everything works.
"use strict";

(() => {
  const WAIT_MS = 180;
  const SHORTEST = 2;
  const KINDS = { job: "métier", skill: "compétence", licence: "permis ou habilitation", language: "langue", employer: "employeur" };

  class Typeahead {
    constructor(field) {
      this.field = field;
      this.address = field.dataset.suggest;
      this.options = [];
      this.active = -1;
      this.asked = 0;
      this.list = document.createElement("ul");
      this.list.id = `${field.id}-suggestions`;
      this.list.className = "suggestions";
      this.list.hidden = true;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "Suggestions");
      this.status = document.createElement("p");
      this.status.className = "hidden";
      this.status.setAttribute("role", "status");
      // A combobox is a text field (ARIA in HTML): a search field may have no other role.
      if (field.type === "search") field.type = "text";
      const box = document.createElement("div");
      box.className = "combobox";
      field.before(box);
      box.append(field, this.list, this.status);
      for (const [name, value] of Object.entries({
        role: "combobox",
        autocomplete: "off",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": this.list.id,
      })) field.setAttribute(name, value);
      field.addEventListener("input", () => this.later());
      field.addEventListener("keydown", (event) => this.key(event));
      field.addEventListener("blur", () => this.close());
      // Before the field loses the focus, which would close the list under the finger.
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.choose(this.options.indexOf(option));
      });
    }

    later() {
      clearTimeout(this.timer);
      const typed = this.field.value.trim();
      this.asked += 1;
      if (typed.length < SHORTEST) return this.close();
      const asked = this.asked;
      this.timer = setTimeout(() => this.ask(typed, asked), WAIT_MS);
    }

    async ask(typed, asked) {
      try {
        const joint = this.address.includes("?") ? "&" : "?";
        const answer = await fetch(`${this.address}${joint}text=${encodeURIComponent(typed)}`);
        const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
        // An older answer may come after a newer one, or after the person left the field.
        if (asked === this.asked && document.activeElement === this.field) this.show(suggestions);
      } catch {
        // No network: the field goes on as a plain one.
        this.close();
      }
    }

    show(suggestions) {
      this.mark(-1);
      this.options = suggestions.map((suggestion, number) => {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.value = suggestion.label;
        option.textContent = suggestion.label;
        const kind = suggestion.kind || (suggestion.trait || "").split(":")[0];
        const count = suggestion.offers ? `, ${suggestion.offers} offre${suggestion.offers > 1 ? "s" : ""}` : "";
        const hint = kind ? KINDS[kind] + count : (suggestion.postcodes || []).slice(0, 3).join(", ");
        if (hint) {
          const small = document.createElement("span");
          small.className = "kind";
          small.textContent = hint;
          option.append(" ", small);
        }
        return option;
      });
      this.list.replaceChildren(...this.options);
      const count = this.options.length;
      this.list.hidden = count === 0;
      this.field.setAttribute("aria-expanded", String(count > 0));
      this.status.textContent = count === 0
        ? "Aucune suggestion."
        : `${count} suggestion${count > 1 ? "s" : ""}. Flèches haut et bas pour choisir.`;
    }

    close() {
      clearTimeout(this.timer);
      this.asked += 1;
      this.mark(-1);
      this.list.hidden = true;
      this.field.setAttribute("aria-expanded", "false");
      this.status.textContent = "";
    }

    key(event) {
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
      const open = !this.list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!open) return this.later();
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        const count = this.options.length + 1;
        // One place more than options: the field itself, where nothing is chosen.
        this.mark(((this.active + 1 + step + count) % count) - 1);
      } else if (event.key === "Enter" && open && this.active >= 0) {
        event.preventDefault();
        this.choose(this.active);
      } else if (event.key === "Escape" && open) {
        event.preventDefault();
        this.close();
      }
    }

    mark(number) {
      this.options.forEach((option, each) => option.setAttribute("aria-selected", String(each === number)));
      this.active = number;
      if (number < 0) {
        this.field.removeAttribute("aria-activedescendant");
        return;
      }
      this.field.setAttribute("aria-activedescendant", this.options[number].id);
      this.options[number].scrollIntoView({ block: "nearest" });
    }

    choose(number) {
      this.field.value = this.options[number].dataset.value;
      this.close();
      this.field.focus();
    }
  }

  for (const field of document.querySelectorAll("input[data-suggest]")) new Typeahead(field);
})();
