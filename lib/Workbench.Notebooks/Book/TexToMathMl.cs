using System.Globalization;
using System.Net;
using System.Text;

namespace Workbench.Notebooks.Book;

/// <summary>
/// Turns the TeX of a notebook's formulas into MathML, which browsers set themselves: no script, no font, no network.
/// It knows what notebooks write (fractions, roots, scripts, big operators, accents, alphabets, matrices, cases, aligned equations);
/// a command it doesn't know is shown as it was written.
/// </summary>
internal sealed class TexToMathMl
{
    private readonly string tex;
    private readonly bool display;
    private int at;

    private TexToMathMl(string tex, bool display)
    {
        this.tex = tex;
        this.display = display;
    }

    /// <summary>Converts one formula.</summary>
    /// <param name="tex">The formula without its dollar signs.</param>
    /// <param name="display">Whether it stands on a line of its own.</param>
    /// <returns>A <c>math</c> element, with the TeX in its <c>alttext</c>.</returns>
    public static string Convert(string tex, bool display)
    {
        var converter = new TexToMathMl(tex.Trim(), display);
        var body = new StringBuilder();
        while (converter.at < converter.tex.Length)
        {
            body.Append(converter.Row(stop: null));
            if (converter.at < converter.tex.Length)
            {
                body.Append(Operator(converter.tex[converter.at++].ToString())); // a brace or an & too many
            }
        }

        string kind = display ? "block" : "inline";
        return $"<math display=\"{kind}\" alttext=\"{WebUtility.HtmlEncode(converter.tex)}\"><mrow>{body}</mrow></math>";
    }

    /// <summary>Reads elements until the end of the group that is being read.</summary>
    /// <param name="stop">A command that ends the row, such as <c>\right</c>; it is not consumed. Braces, <c>&amp;</c> and <c>\\</c> always end it.</param>
    private string Row(string? stop)
    {
        var row = new StringBuilder();
        while (true)
        {
            SkipSpace();
            if (at >= tex.Length || tex[at] is '}' or '&' || LooksAt(@"\\") || LooksAt(@"\end{") || (stop is not null && LooksAt(stop)))
            {
                return row.ToString();
            }

            row.Append(Scripted());
        }
    }

    /// <summary>An atom with whatever is set above and below it.</summary>
    private string Scripted()
    {
        int start = at;
        string atom = tex[at] is '^' or '_' ? "<mrow></mrow>" : Atom();
        bool limits = display && HasLimits(tex[start..at]);
        string? below = null, above = null;
        while (true)
        {
            SkipSpace();
            if (at < tex.Length && tex[at] == '_' && below is null)
            {
                at++;
                below = Argument();
            }
            else if (at < tex.Length && tex[at] == '^' && above is null)
            {
                at++;
                above = Argument();
            }
            else if (at < tex.Length && tex[at] == '\'' && above is null)
            {
                int from = at;
                while (at < tex.Length && tex[at] == '\'')
                {
                    at++;
                }

                above = Operator(new string('′', at - from));
            }
            else
            {
                break;
            }
        }

        string scripted = (below, above, limits) switch
        {
            (null, null, _) => atom,
            (not null, null, false) => $"<msub>{atom}{below}</msub>",
            (null, not null, false) => $"<msup>{atom}{above}</msup>",
            (not null, not null, false) => $"<msubsup>{atom}{below}{above}</msubsup>",
            (not null, null, true) => $"<munder>{atom}{below}</munder>",
            (null, not null, true) => $"<mover>{atom}{above}</mover>",
            _ => $"<munderover>{atom}{below}{above}</munderover>",
        };
        return IsFunction(tex[start..at]) && at < tex.Length && tex[at] is not ('(' or '[' or ')' or '}') ? scripted + Space("0.167") : scripted;
    }

    private static bool IsFunction(string atom)
    {
        string name = new([.. atom.Skip(1).TakeWhile(char.IsAsciiLetter)]);
        return atom[0] == '\\' && (TexSymbols.Functions.Contains(name) || TexSymbols.LimitFunctions.Contains(name) || name == "operatorname");
    }

    private static bool HasLimits(string atom)
    {
        string name = atom.TrimStart('\\').Trim();
        return TexSymbols.BigOperators.ContainsKey(name) || TexSymbols.LimitFunctions.Contains(name)
            || atom.StartsWith(@"\operatorname*", StringComparison.Ordinal) || atom.StartsWith(@"\underbrace", StringComparison.Ordinal);
    }

    private string Atom()
    {
        char c = tex[at];
        if (c == '{')
        {
            at++;
            string inner = Row(stop: null);
            Skip('}');
            return $"<mrow>{inner}</mrow>";
        }

        if (c == '\\')
        {
            return Command();
        }

        if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < tex.Length && char.IsAsciiDigit(tex[at + 1])))
        {
            int start = at;
            while (at < tex.Length && (char.IsAsciiDigit(tex[at]) || (tex[at] is '.' or ',' && at + 1 < tex.Length && char.IsAsciiDigit(tex[at + 1]) && tex[at] == '.')))
            {
                at++;
            }

            return $"<mn>{tex[start..at]}</mn>";
        }

        int length = char.IsSurrogatePair(tex, at) ? 2 : 1;
        string text = tex.Substring(at, length);
        at += length;
        return char.IsLetter(text, 0) ? Identifier(text) : text == "~" ? Space("0.333") : Operator(text == "-" ? "−" : text);
    }

    private string Command()
    {
        string name = CommandName();
        if (TexSymbols.Identifiers.TryGetValue(name, out string? letter))
        {
            return Identifier(letter, upright: char.IsUpper(letter, 0) || !char.IsLetter(letter, 0));
        }

        if (TexSymbols.Operators.TryGetValue(name, out string? symbol))
        {
            return Operator(symbol, stretchy: false);
        }

        if (TexSymbols.BigOperators.TryGetValue(name, out string? big))
        {
            return $"<mo largeop=\"true\" movablelimits=\"false\">{big}</mo>";
        }

        if (TexSymbols.Integrals.TryGetValue(name, out string? integral))
        {
            return $"<mo largeop=\"true\">{integral}</mo>";
        }

        if (TexSymbols.Functions.Contains(name) || TexSymbols.LimitFunctions.Contains(name))
        {
            return $"<mi>{name}</mi>";
        }

        if (TexSymbols.Spaces.TryGetValue(name, out string? width))
        {
            return Space(width);
        }

        if (TexSymbols.Accents.TryGetValue(name, out string? accent))
        {
            return $"<mover accent=\"true\">{Argument()}<mo stretchy=\"{(name is "overline" or "widehat" or "widetilde" ? "true" : "false")}\">{accent}</mo></mover>";
        }

        return TexSymbols.Alphabets.TryGetValue(name, out string? variant) ? Lettered(variant) : Structure(name);
    }

    private string Structure(string name)
    {
        switch (name)
        {
            case "frac" or "dfrac" or "tfrac":
                return $"<mfrac>{Argument()}{Argument()}</mfrac>";
            case "binom":
                return $"<mrow>{Operator("(")}<mfrac linethickness=\"0\">{Argument()}{Argument()}</mfrac>{Operator(")")}</mrow>";
            case "sqrt":
                SkipSpace();
                if (at < tex.Length && tex[at] == '[')
                {
                    string degree = Convert(Until(']'), display: false);
                    return $"<mroot>{Argument()}<mrow>{degree[(degree.IndexOf('>', StringComparison.Ordinal) + 1)..^"</math>".Length]}</mrow></mroot>";
                }

                return $"<msqrt>{Argument()}</msqrt>";
            case "text" or "textrm" or "textbf" or "textit" or "mbox":
                SkipSpace();
                return $"<mtext>{WebUtility.HtmlEncode(at < tex.Length && tex[at] == '{' ? Until('}') : "").Replace(" ", "&nbsp;", StringComparison.Ordinal)}</mtext>";
            case "operatorname":
                if (at < tex.Length && tex[at] == '*')
                {
                    at++;
                }

                SkipSpace();
                return $"<mi mathvariant=\"normal\">{WebUtility.HtmlEncode(at < tex.Length && tex[at] == '{' ? Until('}') : "")}</mi>";
            case "underbrace":
                return $"<munder>{Argument()}<mo stretchy=\"true\">⏟</mo></munder>";
            case "overset":
            case "underset":
                string script = Argument();
                string element = name == "overset" ? "mover" : "munder";
                return $"<{element}>{Argument()}{script}</{element}>";
            case "left":
                string open = Delimiter();
                string inner = Row(@"\right");
                if (LooksAt(@"\right"))
                {
                    at += @"\right".Length;
                }

                return $"<mrow>{Operator(open, stretchy: true)}{inner}{Operator(Delimiter(), stretchy: true)}</mrow>";
            case "big" or "Big" or "bigg" or "Bigg" or "bigl" or "bigr" or "Bigl" or "Bigr" or "biggl" or "biggr" or "middle":
                return Operator(Delimiter(), stretchy: true);
            case "begin":
                return Environment();
            case "displaystyle" or "textstyle" or "limits" or "nolimits" or "nonumber":
                return "";
            case "{" or "}" or "%" or "$" or "&" or "#" or "_" or "|":
                return Operator(name == "|" ? "‖" : name);
            case " ":
                return Space("0.333");
            default:
                return $"<mtext>\\{WebUtility.HtmlEncode(name)}</mtext>";
        }
    }

    /// <summary>Matrices, cases and aligned equations: a table between its delimiters.</summary>
    private string Environment()
    {
        SkipSpace();
        string name = at < tex.Length && tex[at] == '{' ? Until('}') : "";
        string kind = name.TrimEnd('*');
        if (kind == "array")
        {
            SkipSpace();
            _ = at < tex.Length && tex[at] == '{' ? Until('}') : "";
        }

        string alignment = kind is "aligned" or "align" or "split" or "eqnarray" ? "equations" : kind == "cases" ? "cases" : "matrix";
        var table = new StringBuilder($"<mtable class=\"{alignment}\"><mtr><mtd>");
        while (true)
        {
            table.Append(Row(stop: null));
            if (LooksAt(@"\\"))
            {
                at += 2;
                table.Append("</mtd></mtr><mtr><mtd>");
            }
            else if (at < tex.Length && tex[at] is '&' or '}')
            {
                table.Append(tex[at++] == '&' ? "</mtd><mtd>" : "");
            }
            else
            {
                break;
            }
        }

        if (LooksAt(@"\end{"))
        {
            at += @"\end".Length;
            Until('}');
        }

        table.Append("</mtd></mtr></mtable>").Replace("<mtr><mtd></mtd></mtr></mtable>", "</mtable>");
        (string open, string close) = kind switch
        {
            "pmatrix" => ("(", ")"),
            "bmatrix" => ("[", "]"),
            "Bmatrix" => ("{", "}"),
            "vmatrix" => ("|", "|"),
            "Vmatrix" => ("‖", "‖"),
            "cases" => ("{", ""),
            _ => ("", ""),
        };
        return $"<mrow>{Operator(open, stretchy: true)}{table}{Operator(close, stretchy: true)}</mrow>";
    }

    /// <summary>The argument of a command: a group, a command or one character.</summary>
    private string Argument()
    {
        SkipSpace();
        if (at >= tex.Length || tex[at] is '}' or '&')
        {
            return "<mrow></mrow>";
        }

        if (char.IsAsciiDigit(tex[at]))
        {
            return $"<mn>{tex[at++]}</mn>"; // \frac12 takes one digit each
        }

        return Atom();
    }

    private string Lettered(string variant)
    {
        SkipSpace();
        if (at < tex.Length && tex[at] == '{' && tex.IndexOf('}', at) is var end && end > 0 && tex[(at + 1)..end] is var word && word.All(char.IsLetterOrDigit) && word.Length > 0)
        {
            at = end + 1;
            return $"<mi mathvariant=\"{variant}\">{MathAlphabet.Write(word, variant)}</mi>";
        }

        return $"<mrow class=\"{variant}\">{Argument()}</mrow>";
    }

    private string Delimiter()
    {
        SkipSpace();
        if (at >= tex.Length)
        {
            return "";
        }

        if (tex[at] != '\\')
        {
            char c = tex[at++];
            return c == '.' ? "" : c.ToString();
        }

        string name = CommandName();
        return name == "|" ? "‖" : TexSymbols.Operators.GetValueOrDefault(name, name);
    }

    private string CommandName()
    {
        int start = ++at;
        while (at < tex.Length && char.IsAsciiLetter(tex[at]))
        {
            at++;
        }

        if (at == start && at < tex.Length)
        {
            at++;
        }

        return tex[start..at];
    }

    private string Until(char close)
    {
        int start = ++at;
        for (int depth = 0; at < tex.Length && (tex[at] != close || depth > 0); at++)
        {
            depth += tex[at] == '{' ? 1 : tex[at] == '}' ? -1 : 0;
        }

        string text = tex[start..Math.Min(at, tex.Length)];
        Skip(close);
        return text;
    }

    private void Skip(char c)
    {
        if (at < tex.Length && tex[at] == c)
        {
            at++;
        }
    }

    private void SkipSpace()
    {
        while (at < tex.Length && char.IsWhiteSpace(tex[at]))
        {
            at++;
        }
    }

    private bool LooksAt(string text) => string.CompareOrdinal(tex, at, text, 0, text.Length) == 0;

    private static string Identifier(string letter, bool upright = false) =>
        upright ? $"<mi mathvariant=\"normal\">{letter}</mi>" : $"<mi>{letter}</mi>";

    private static string Operator(string symbol, bool? stretchy = null)
    {
        if (symbol.Length == 0)
        {
            return "";
        }

        string stretch = (stretchy ?? false) ? " stretchy=\"true\" fence=\"true\"" : symbol is "(" or ")" or "[" or "]" or "{" or "}" or "|" or "‖" ? " stretchy=\"false\"" : "";
        return $"<mo{stretch}>{WebUtility.HtmlEncode(symbol)}</mo>";
    }

    private static string Space(string em) =>
        string.Create(CultureInfo.InvariantCulture, $"<mspace width=\"{em}em\"></mspace>");
}
