using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbench.Notebooks;

/// <summary>A variable that a notebook's cell tagged <c>parameters</c> declares and that a run may set.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Type">Its type as C# writes it: the declared one, or for <c>var</c> that of its literal; <c>var</c> when that is no literal.</param>
/// <param name="Default">The expression it starts with.</param>
public sealed record NotebookParameter(string Name, string Type, string Default)
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    /// <summary>The parameters of a notebook, in the order they are declared.</summary>
    /// <param name="document">The notebook.</param>
    /// <returns>One for each variable declared in cells tagged <c>parameters</c>.</returns>
    public static IReadOnlyList<NotebookParameter> Of(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return [.. document.Cells.Where(cell => cell.Kind == CellKind.Code && cell.Tags.Contains(ParameterInjection.ParametersTag)).SelectMany(Declared)];
    }

    /// <summary>Writes a value as a C# statement that declares the variable anew.</summary>
    /// <param name="value">The value as a user types it: <c>3</c>, <c>0.5</c>, <c>true</c>, <c>some text</c>, or for other types a C# expression.</param>
    /// <returns>Such as <c>var seed = 3;</c>.</returns>
    /// <exception cref="FormatException">The value does not fit the type; the message says what would.</exception>
    public string Declare(string value) => $"{Type} {Name} = {Literal(value)};";

    private string Literal(string value) => Type switch
    {
        "string" or "string?" => SymbolDisplay.FormatLiteral(value, quote: true),
        "char" when value.Length == 1 => SymbolDisplay.FormatLiteral(value[0], quote: true),
        "bool" when bool.TryParse(value, out bool flag) => flag ? "true" : "false",
        "int" when int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) => Written(number),
        "long" when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) => Written(number) + "L",
        "uint" when uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) => Written(number) + "u",
        "ulong" when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) => Written(number) + "ul",
        "float" when float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number) => Written(number) + "f",
        "double" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) => Written(number) + "d",
        "decimal" when decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) => Written(number) + "m",
        "char" or "bool" or "int" or "long" or "uint" or "ulong" or "float" or "double" or "decimal" =>
            throw new FormatException($"{Name} = {value}: the notebook declares {Type} {Name} = {Default}, and \"{value}\" is no {Type}."),
        _ when !SyntaxFactory.ParseExpression(value, options: Script).ContainsDiagnostics => value,
        _ => throw new FormatException($"{Name} = {value}: the notebook declares {Type} {Name} = {Default}, and \"{value}\" is no C# expression."),
    };

    private static string Written(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static IEnumerable<NotebookParameter> Declared(NotebookCell cell) =>
        from declaration in CSharpSyntaxTree.ParseText(cell.Source, Script).GetRoot().DescendantNodes().OfType<FieldDeclarationSyntax>()
        from variable in declaration.Declaration.Variables
        where variable.Initializer is not null
        let value = variable.Initializer!.Value
        let type = declaration.Declaration.Type
        select new NotebookParameter(variable.Identifier.Text, type.IsVar ? TypeOf(value) : type.ToString(), value.ToString());

    private static string TypeOf(ExpressionSyntax value) => value switch
    {
        PrefixUnaryExpressionSyntax sign when sign.IsKind(SyntaxKind.UnaryMinusExpression) => TypeOf(sign.Operand),
        LiteralExpressionSyntax literal => literal.Token.Value switch
        {
            int => "int",
            long => "long",
            uint => "uint",
            ulong => "ulong",
            float => "float",
            double => "double",
            decimal => "decimal",
            bool => "bool",
            char => "char",
            string => "string",
            _ => "var",
        },
        _ => "var",
    };
}
