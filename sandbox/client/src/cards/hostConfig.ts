// Teams' look for Adaptive Cards; colours are the theme's own variables, so light and dark need no new drawing.
import { HostConfig } from "adaptivecards";

const fg = (name: string) => ({ default: `var(--color${name}1)`, subtle: `var(--color${name}2)` });
const status = (name: string) => ({
  default: `var(--colorStatus${name}Foreground1)`,
  subtle: `var(--colorStatus${name}Foreground1)`,
});
const foregroundColors = {
  default: { default: "var(--colorNeutralForeground1)", subtle: "var(--colorNeutralForeground3)" },
  dark: { default: "var(--colorNeutralForeground1)", subtle: "var(--colorNeutralForeground3)" },
  light: { default: "var(--colorNeutralForegroundInverted)", subtle: "var(--colorNeutralForegroundInverted)" },
  accent: fg("BrandForeground"),
  good: status("Success"),
  warning: { default: "var(--colorStatusWarningForeground3)", subtle: "var(--colorStatusWarningForeground3)" },
  attention: status("Danger"),
};
const container = (background: string, border = "var(--colorNeutralStroke2)") => ({
  backgroundColor: background,
  borderColor: border,
  foregroundColors,
});

export const hostConfig = new HostConfig({
  supportsInteractivity: true,
  fontFamily: "var(--fontFamilyBase)",
  fontTypes: {
    default: {
      fontFamily: "var(--fontFamilyBase)",
      fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
      fontWeights: { lighter: 400, default: 400, bolder: 600 },
    },
    monospace: {
      fontFamily: "var(--fontFamilyMonospace)",
      fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
      fontWeights: { lighter: 400, default: 400, bolder: 600 },
    },
  },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: "var(--colorNeutralStroke2)" },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: container("var(--colorNeutralBackground1)"),
    emphasis: container("var(--colorNeutralBackground3)"),
    accent: container("var(--colorBrandBackground2)", "var(--colorBrandStroke2)"),
    good: container("var(--colorStatusSuccessBackground1)", "var(--colorStatusSuccessBorder1)"),
    warning: container("var(--colorStatusWarningBackground1)", "var(--colorStatusWarningBorder1)"),
    attention: container("var(--colorStatusDangerBackground1)", "var(--colorStatusDangerBorder1)"),
  },
  inputs: {
    label: {
      inputSpacing: "small",
      requiredInputs: { weight: "bolder", size: "small", suffix: " *", suffixColor: "attention" },
      optionalInputs: { weight: "bolder", size: "small" },
    },
    errorMessage: { spacing: "small", color: "attention", size: "small" },
    debounceTimeInMilliSeconds: 250,
  },
  actions: {
    maxActions: 6,
    spacing: "default",
    buttonSpacing: 8,
    showCard: { actionMode: "inline", inlineTopMargin: 16, style: "emphasis" },
    preExpandSingleShowCardAction: false,
    actionsOrientation: "horizontal",
    actionAlignment: "left",
    allowTitleToWrap: true,
  },
  adaptiveCard: { allowCustomStyle: true },
  imageSet: { imageSize: "medium", maxImageHeight: 100 },
  factSet: {
    title: { color: "default", size: "default", isSubtle: false, weight: "bolder", wrap: true, maxWidth: 180 },
    value: { color: "default", size: "default", isSubtle: false, weight: "default", wrap: true },
    spacing: 16,
  },
  textStyles: {
    heading: { size: "large", weight: "bolder", color: "default", isSubtle: false, fontType: "default" },
    columnHeader: { size: "default", weight: "bolder", color: "default", isSubtle: false, fontType: "default" },
  },
  textBlock: { headingLevel: 3 },
  table: { cellSpacing: 8 },
});
