// The rules of JavaScript: what an addon of Odoo keeps to, and nothing about format,
// which is prettier's. Run by scripts/lint, which has the plugins.

const js = require("@eslint/js");
const globals = require("globals");
const jsdoc = require("eslint-plugin-jsdoc");

const POSSIBLE_ERRORS = {
    "array-callback-return": "error",
    "block-scoped-var": "error",
    "consistent-return": "off", // a getter may end early with nothing
    eqeqeq: "error",
    "guard-for-in": "error",
    "no-alert": "error",
    "no-caller": "error",
    "no-constructor-return": "error",
    "no-eval": "error",
    "no-extend-native": "error",
    "no-implied-eval": "error",
    "no-iterator": "error",
    "no-loop-func": "error",
    "no-new-func": "error",
    "no-octal-escape": "error",
    "no-promise-executor-return": "error",
    "no-proto": "error",
    "no-return-assign": "error",
    "no-script-url": "error",
    "no-self-compare": "error",
    "no-sequences": "error",
    "no-shadow": "error",
    "no-shadow-restricted-names": "error",
    "no-template-curly-in-string": "error",
    "no-throw-literal": "error",
    "no-unmodified-loop-condition": "error",
    "no-unreachable-loop": "error",
    "no-unused-expressions": "error",
    "no-unused-vars": ["error", {varsIgnorePattern: "^_", argsIgnorePattern: "^_"}],
    "no-use-before-define": "error",
    "require-atomic-updates": "off", // reports every await beside a state
};

const STYLE = {
    "accessor-pairs": "error",
    camelcase: "off", // names of fields are Odoo's
    complexity: ["error", 8],
    curly: "error",
    "default-case": "error",
    "dot-notation": "error",
    "max-depth": ["error", 4],
    "max-lines-per-function": ["error", {max: 40, skipBlankLines: true}],
    "max-nested-callbacks": ["error", 5],
    // Fields of models in unit tests are functions of this name.
    "new-cap": ["error", {capIsNewExceptionPattern: "^fields\\."}],
    "no-array-constructor": "error",
    "no-bitwise": "error",
    "no-console": "error",
    "no-else-return": ["error", {allowElseIf: true}],
    "no-empty-function": "off", // what a page may do and need not
    "no-extra-bind": "error",
    "no-label-var": "error",
    "no-lone-blocks": "error",
    "no-lonely-if": "error",
    "no-multi-assign": "error",
    "no-multi-str": "error",
    "no-nested-ternary": "error",
    "no-new-object": "error",
    "no-new-wrappers": "error",
    "no-undef-init": "error",
    "no-unneeded-ternary": "error",
    "no-useless-call": "error",
    "no-useless-computed-key": "error",
    "no-useless-concat": "error",
    "no-useless-constructor": "error",
    "no-useless-rename": "error",
    "no-useless-return": "error",
    "no-var": "error",
    "no-void": "error",
    "no-warning-comments": "error",
    "no-with": "error",
    "object-shorthand": "error",
    "one-var": ["error", "never"],
    "operator-assignment": "error",
    "prefer-const": "error",
    "prefer-promise-reject-errors": "error",
    "prefer-rest-params": "error",
    "prefer-spread": "error",
    "prefer-template": "error",
    radix: "error",
    "sort-imports": ["error", {ignoreDeclarationSort: true, ignoreCase: true}],
    "spaced-comment": ["error", "always"],
    strict: ["error", "never"],
    yoda: "error",
};

const COMMENTS = {
    "jsdoc/check-alignment": "error",
    "jsdoc/check-param-names": "error",
    "jsdoc/check-property-names": "error",
    "jsdoc/check-syntax": "error",
    "jsdoc/check-tag-names": "error",
    "jsdoc/check-types": "error",
    "jsdoc/empty-tags": "error",
    "jsdoc/require-property-name": "error",
    "jsdoc/valid-types": "error",
};

module.exports = [
    {ignores: ["build/**", "dist/**"]},
    js.configs.recommended,
    {
        files: ["ar_centralized_payments/**/*.js"],
        languageOptions: {
            ecmaVersion: 2023,
            sourceType: "module",
            globals: {...globals.browser, luxon: "readonly", odoo: "readonly"},
        },
        linterOptions: {reportUnusedDisableDirectives: "error"},
        plugins: {jsdoc},
        rules: {...POSSIBLE_ERRORS, ...STYLE, ...COMMENTS},
    },
    {
        // A tour or a suite of tests is a table of what happens.
        files: ["ar_centralized_payments/static/tests/**/*.js"],
        rules: {"max-lines-per-function": "off"},
    },
    {
        // The console is how a test in the browser tells what it found.
        files: [
            "ar_centralized_payments/tests/browser_steps.js",
            "ar_centralized_payments/tests/double_press.js",
            "ar_centralized_payments/static/tests/tours/clerk_day_tour.js",
        ],
        rules: {"no-console": "off"},
    },
    {
        files: ["*.cjs"],
        languageOptions: {sourceType: "commonjs", globals: globals.node},
        rules: {...POSSIBLE_ERRORS, ...STYLE},
    },
];
