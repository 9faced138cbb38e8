using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using static Workbench.Notebooks.Tests.Book.Pages;

namespace Workbench.Notebooks.Tests.Book;

/// <summary>Formulas become MathML, which browsers set without any script.</summary>
public sealed partial class FormulaTests : IDisposable
{
    private readonly Pages pages = new();

    public void Dispose() => pages.Dispose();

    [Theory]
    [InlineData(@"\frac{1}{2}", "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>")]
    [InlineData(@"\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>")]
    [InlineData("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>")]
    [InlineData(@"\sqrt{x}", "<msqrt><mrow><mi>x</mi></mrow></msqrt>")]
    [InlineData(@"\sqrt[3]{x}", "<mroot><mrow><mi>x</mi></mrow><mrow><mrow><mn>3</mn></mrow></mrow></mroot>")]
    [InlineData(@"\alpha \le 3.14", "<mi>α</mi><mo>≤</mo><mn>3.14</mn>")]
    [InlineData(@"\mathbb{E}", "<mi mathvariant=\"double-struck\">𝔼</mi>")]
    [InlineData(@"\mathcal{L}", "<mi mathvariant=\"script\">ℒ</mi>")]
    [InlineData(@"\hat{y}", "<mover accent=\"true\"><mrow><mi>y</mi></mrow><mo stretchy=\"false\">^</mo></mover>")]
    [InlineData("f'", "<msup><mi>f</mi><mo>′</mo></msup>")]
    [InlineData("a-b", "<mi>a</mi><mo>−</mo><mi>b</mi>")]
    [InlineData(@"\text{if } x", "<mtext>if&nbsp;</mtext><mi>x</mi>")]
    [InlineData(@"\unknown", "<mtext>\\unknown</mtext>")]
    public void AFormulaInALineIsSet(string tex, string mathMl) => Assert.Contains(mathMl, pages.Page(Prose($"so ${tex}$ it is")), StringComparison.Ordinal);

    [Fact]
    public void LimitsStandBelowAndAboveInADisplayedFormulaAndBesideInALine()
    {
        Assert.Contains("<munderover><mo largeop", pages.Page(Prose("$$\n\\sum_{i=1}^n x_i\n$$")), StringComparison.Ordinal);
        Assert.Contains("<msubsup><mo largeop", pages.Page(Prose(@"in a line $\sum_{i=1}^n x_i$")), StringComparison.Ordinal);
    }

    [Fact]
    public void AMatrixHasItsRowsAndColumns()
    {
        XElement math = MathOf(@"\begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \\ \end{bmatrix}");

        Assert.Equal([3, 3], math.Descendants("mtr").Select(row => row.Elements("mtd").Count()));
        Assert.Equal("[123456]", math.Value);
    }

    [Fact]
    public void CasesAreOpenOnTheRight()
    {
        XElement math = MathOf(@"f(x) = \begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}");

        Assert.Equal("{", Assert.Single(math.Descendants("mo"), o => (string?)o.Attribute("fence") == "true").Value);
        Assert.Equal(2, math.Descendants("mtr").Count());
    }

    /// <summary>Whatever a person types between dollar signs, the page stays whole.</summary>
    [Fact]
    public void AnyTexBecomesWellFormedMathMl()
    {
        string[] parts = [@"\frac", "{", "}", "x", "12", "^", "_", @"\left(", @"\right)", @"\begin{cases}", @"\end{cases}", "&", @"\\", @"\sqrt", "[", "]", @"\sum", "'", "<", @"\mathbb", @"\text", " ", @"\,", "."];
        Gen.Int[0, parts.Length - 1].Array[0, 14].Select(picks => string.Concat(picks.Select(i => parts[i])))
            .Where(tex => tex.Trim().Length > 0 && !tex.EndsWith('\\'))
            .Sample(tex => Assert.NotNull(MathOf(tex)), iter: 300, threads: 1);
    }

    private XElement MathOf(string tex)
    {
        string page = pages.Page(Prose($"$$\n{tex}\n$$"));
        return XElement.Parse(Formula().Match(page).Value.Replace("&nbsp;", " ", StringComparison.Ordinal));
    }

    [GeneratedRegex("<math.*?</math>", RegexOptions.Singleline)]
    private static partial Regex Formula();
}
