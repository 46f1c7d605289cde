// Markdown as Teams draws it: emphasis, lists, links; never HTML from people, never a foreign picture.
import DOMPurify from "dompurify";
import MarkdownIt from "markdown-it";

const forCards = new MarkdownIt("zero", { html: false, breaks: true }).enable([
  "emphasis", "link", "list", "newline", "escape", "entity",
]);
const forMessages = new MarkdownIt("zero", { html: false, breaks: true, linkify: true }).enable([
  "emphasis", "link", "list", "newline", "escape", "entity", "strikethrough", "backticks", "fence", "blockquote",
  "heading", "table", "linkify",
]);

for (const markdown of [forCards, forMessages]) {
  markdown.renderer.rules.link_open = (tokens, index, options, _env, self) => {
    tokens[index].attrSet("target", "_blank");
    tokens[index].attrSet("rel", "noopener noreferrer");
    return self.renderToken(tokens, index, options);
  };
}

const clean = (html: string) =>
  DOMPurify.sanitize(html, { ADD_ATTR: ["target"], FORBID_TAGS: ["img", "style", "form", "input"], FORBID_ATTR: ["style"] });

/** Turns the escaped `<at>Name</at>` back into a mention. */
const withMentions = (html: string) => html.replace(/&lt;at&gt;(.*?)&lt;\/at&gt;/g, '<span class="mention">$1</span>');

/** A card's text. `<at>` in it is text: only `msteams.entities`, which our cards do not use, make mentions. */
export const cardMarkdown = (text: string): string => clean(forCards.render(text));

/** A message's text as safe HTML, by its text format (markdown, plain or xml). */
export function messageHtml(text: string, format?: string): string {
  if (format === "xml") return clean(text.replace(/<at>(.*?)<\/at>/g, '<span class="mention">$1</span>'));
  if (format === "plain") {
    const paragraph = document.createElement("p");
    paragraph.textContent = text;
    return clean(withMentions(paragraph.outerHTML));
  }
  return clean(withMentions(forMessages.render(text)));
}
