// Holds the JUnit report that the tests expect against the schema of Jenkins.
//   node junit.mjs SCHEMA REPORT
import { readFile } from "node:fs/promises";
import { validateXML } from "xmllint-wasm";

const [schemaFile, reportFile] = process.argv.slice(2);
if (!reportFile) {
    console.error("usage: node junit.mjs SCHEMA REPORT");
    process.exit(2);
}
const schema = [{ fileName: "junit.xsd", contents: await readFile(schemaFile, "utf8") }];
const contents = await readFile(reportFile, "utf8");

async function faults(contents) {
    const { valid, errors } = await validateXML({ xml: [{ fileName: reportFile, contents }], schema });
    return valid ? [] : errors.map((error) => error.rawMessage);
}

const found = await faults(contents);
for (const fault of found) console.error(fault);
// A check that finds nothing wrong in a report without names would find nothing at all.
const blind = (await faults(contents.replaceAll("classname=", "where="))).length === 0;
if (blind) console.error("the schema accepts a report that is wrong");
if (found.length > 0 || blind) process.exit(1);
console.log(`${reportFile} is valid`);
