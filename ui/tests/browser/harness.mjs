// A browser, a page that tells on itself, and checks with names.
import { chromium } from 'playwright-core';

export const failures = [];
export let passed = 0;

export function check(name, good, detail = '') {
  if (good) passed += 1;
  else {
    failures.push(name);
    console.log(`FAILED ${name}${detail ? `: ${detail}` : ''}`);
  }
}

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--force-color-profile=srgb'] });

/** A page on which every console error and every request elsewhere is a failure. */
export async function open(browser, origin, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') check('the console is silent', false, message.text());
  });
  page.on('pageerror', (error) => check('nothing is thrown', false, String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('blob:') && !url.startsWith('data:') && !url.startsWith('about:')) {
      check('nothing is asked of another place', false, url);
    }
  });
  return page;
}

/** Runs a test; what it throws is its failure. */
export async function test(name, work) {
  try {
    await work();
  } catch (error) {
    check(name, false, String(error).split('\n').slice(0, 3).join(' '));
  }
}
