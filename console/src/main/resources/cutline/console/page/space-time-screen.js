import { h } from "./dom.js";
class X extends HTMLElement { show() { this.replaceChildren(h("p", {class: "empty"}, "soon")); } }
customElements.define("space-time-screen", X);
