// Rules for html-validate: the recommended set. Each exception has its reason.

export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // <!doctype html> and <!DOCTYPE html> are the same to every parser.
    "doctype-style": "off",
    // A page title carries document number, title and site; document titles are their authors'.
    "long-title": "off",
    // Anchors come from headings such as "1. Declare"; HTML allows an id to begin with a digit.
    "valid-id": ["error", { relaxed: true }],
  },
};
