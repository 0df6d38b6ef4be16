// A test runner for Stryker: all tests in one warm process. A mutant that is met only while modules are loaded has a process of
// its own, which Stryker sees to.

import { pathToFileURL } from 'node:url';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { inFile, tests } from './small_vitest.js';

class WarmRunner {
  #files;
  #only;
  #loaded = null;
  #state;

  constructor(options) {
    this.#files = options.warm.tests;
    this.#only = new RegExp(options.warm.only);
    this.#state = globalThis.__stryker__ ??= {};
  }

  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun() {
    this.#state.activeMutant = undefined;
    const found = await this.#run(null, false);
    return { ...found, mutantCoverage: apart(this.#state.mutantCoverage) };
  }

  async mutantRun({ activeMutant, mutantActivation, testFilter, hitLimit, disableBail }) {
    this.#state.hitCount = 0;
    this.#state.hitLimit = hitLimit;
    if (mutantActivation === 'static') this.#state.activeMutant = activeMutant.id;
    try {
      await this.#load();
    } catch (error) {
      return toMutantRunResult(failedLoad(error));
    }
    this.#state.activeMutant = activeMutant.id;
    const found = await this.#run(testFilter === undefined ? null : new Set(testFilter), !disableBail);
    this.#state.activeMutant = undefined;
    return toMutantRunResult(determineHitLimitReached(this.#state.hitCount, hitLimit) ?? found);
  }

  #load() {
    this.#loaded ??= (async () => {
      for (const path of this.#files) {
        inFile(path);
        await import(pathToFileURL(path).href);
      }
    })();
    return this.#loaded;
  }

  async #run(only, bail) {
    await this.#load();
    const results = [];
    const asked = tests.filter(({ id, name }) => (only === null ? this.#only.test(name) : only.has(id)));
    for (const { id, name, file, run } of inOrder(asked)) {
      this.#state.currentTestId = id;
      const began = performance.now();
      const failure = await failureOf(run);
      this.#state.currentTestId = undefined;
      const result = { id, name, fileName: file, timeSpentMs: performance.now() - began };
      if (!bail) took.set(id, result.timeSpentMs);
      else if (failure !== null) noticed.set(id, (noticed.get(id) ?? 0) + 1);
      if (failure === null) results.push({ ...result, status: TestStatus.Success });
      else results.push({ ...result, status: TestStatus.Failed, failureMessage: failure });
      if (failure !== null && bail) break;
    }
    return { status: DryRunStatus.Complete, tests: results };
  }
}

/** How long each test takes, and how many mutants it was the first to notice. */
const took = new Map();
const noticed = new Map();

/** Those that have noticed most come first, then the fast ones. */
function inOrder(some) {
  const of = ({ id }) => [noticed.get(id) ?? 0, took.get(id) ?? 0];
  return some
    .map((each) => [each, ...of(each)])
    .sort(([, kills, time], [, others, longer]) => others - kills || time - longer)
    .map(([each]) => each);
}

async function failureOf(run) {
  try {
    await run();
    return null;
  } catch (error) {
    return String(error?.stack ?? error);
  }
}

/** A module that throws while it is loaded: every test fails. */
function failedLoad(error) {
  const failed = { id: 'load', name: 'load', timeSpentMs: 0, status: TestStatus.Failed, failureMessage: String(error) };
  return { status: DryRunStatus.Complete, tests: [failed] };
}

/** What some test meets is tried with that test; only what none does is met while modules are loaded. */
function apart({ static: loading, perTest }) {
  const met = new Set(Object.values(perTest).flatMap((hits) => Object.keys(hits)));
  return { static: Object.fromEntries(Object.entries(loading).filter(([id]) => !met.has(id))), perTest };
}

WarmRunner.inject = ['options'];

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'warm', make)];

function make(injector) {
  return injector.injectClass(WarmRunner);
}
make.inject = ['$injector'];
