/** A name in every language the site speaks. */
export interface Names {
  ja: string;
  en: string;
}
