/** Which class of an entry file is the plugin's: a table. */
import { assert, describe, it } from "@effect/vitest"
import { pluginClass } from "../../../../src/services/store/install/pluginClass.ts"

describe("the plugin's class", () => {
  it.each([
    ["the subclass of BasePlugin", "class A:\n  pass\nclass B(BasePlugin):\n  pass\n", "B"],
    ["a subclass of a module's BasePlugin", "class B(base.BasePlugin, Mixin):\n", "B"],
    [
      "a subclass whose bases stand on lines of their own",
      "class B(\n    Mixin,\n    BasePlugin,\n):\n",
      "B"
    ],
    ["the first class where none is a subclass", "class A:\nclass B(object):\n", "A"],
    ["no class that a comment holds", "# class A(BasePlugin):\nclass B:\n", "B"],
    ["no class that a docstring holds", '"""\nclass A(BasePlugin):\n"""\nclass B:\n', "B"],
    ["no class that a single-quoted docstring holds", "'''\nclass A(BasePlugin):\n'''\nclass B:\n", "B"],
    ["a class after a comment that holds quotes", '# say """hi\nclass B(BasePlugin):\n"""x"""\n', "B"],
    ["a class after a text that holds quotes", "x = \"'''\"\nclass B(BasePlugin):\n", "B"],
    ["a class after a text that holds a number sign", 'x = "#"; y = 1\nclass B(BasePlugin):\n', "B"],
    ["no class inside a class", "if x:\n    class A(BasePlugin):\n        pass\n", undefined],
    ["no class whose base is called alike", "class A(BasePluginError):\nclass B(BasePlugin):\n", "B"],
    ["no class in a docstring that never ends", '"""\nclass A(BasePlugin):\n', undefined],
    ["a class after a text that its line ends", "x = 'open\nclass B(BasePlugin):\n", "B"],
    ["a class after a text with an escaped quote", "x = 'a\\\\'b'\nclass B(BasePlugin):\n", "B"],
    ["a class after a text that ends with a backslash", "x = 'a\\\\\\\\'\nclass B(BasePlugin):\n", "B"],
    ["a class after an empty text", "x = ''\nclass B(BasePlugin):\n", "B"],
    ["no class behind a text on its line", '"x"class A(BasePlugin):\nclass B:\n', "B"],
    ["no class in a comment without a line's end", "# class A(BasePlugin):", undefined],
    ["a class with spaces and tabs around its name", "class \t B \t (BasePlugin) \t :\n", "B"],
    ["no class without a colon", "class A(BasePlugin)\nclass B:\n", "B"],
    ["no class whose bases are never closed", "class A(BasePlugin:\n", undefined],
    ["a class with nothing between its brackets", "class A():\n", "A"],
    ["no longer list of bases than any real one", `class A(${" ".repeat(4095)}BasePlugin):\nclass B:\n`, "B"],
    ["nothing in an empty file", "", undefined]
  ])("is %s", (_title, source, expected) => {
    assert.strictEqual(pluginClass(source), expected)
  })

  it("is found in a large file", () => {
    const long = `${'x = """y"""  # z\n'.repeat(100_000)}class B(BasePlugin):\n`
    assert.strictEqual(pluginClass(long), "B")
  })
})
