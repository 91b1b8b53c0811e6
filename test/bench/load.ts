/** Loads a module of bench/, which is plain JavaScript: the test says what it takes it to be. */
export async function load<T>(name: string): Promise<T> {
  const url = new URL(`../../bench/${name}`, import.meta.url).href;
  return (await import(/* @vite-ignore */ url)) as T;
}
