// Starts the API browser. A file of its own, because the page's Content-Security-Policy admits no inline scripts.
window.ui = SwaggerUIBundle({
  url: '/openapi.yaml',
  dom_id: '#api',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayOperationId: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  // Settings stay out of the address bar: a link to this page must not point it at another document.
  queryConfigEnabled: false,
  // The badge would send this document's address to a public validator.
  validatorUrl: null,
});
