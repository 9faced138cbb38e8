using System.Collections.Frozen;

namespace Workbench.Notebooks.Book;

/// <summary>What the commands of TeX's mathematics stand for, as far as notebooks write them.</summary>
internal static class TexSymbols
{
    /// <summary>Letters and other things that behave like a variable.</summary>
    public static readonly FrozenDictionary<string, string> Identifiers = Table(
        """
        alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ
        pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
        Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
        ell ℓ hbar ℏ infty ∞ partial ∂ nabla ∇ emptyset ∅ Re ℜ Im ℑ aleph ℵ ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ top ⊤ bot ⊥ degree °
        """);

    /// <summary>Operators and relations.</summary>
    public static readonly FrozenDictionary<string, string> Operators = Table(
        """
        times × cdot ⋅ div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ cup ∪ cap ∩ setminus ∖ wedge ∧ vee ∨
        le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ ll ≪ gg ≫ approx ≈ equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆
        supset ⊃ supseteq ⊇ to → rightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ iff ⟺ implies ⟹
        mapsto ↦ uparrow ↑ downarrow ↓ forall ∀ exists ∃ neg ¬ lnot ¬ mid ∣ parallel ∥ perp ⊥ prime ′ colon : langle ⟨ rangle ⟩
        lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lvert | rvert | vert | lVert ‖ rVert ‖ Vert ‖ lbrace { rbrace } gets ← backslash ∖
        """);

    /// <summary>Big operators, whose limits stand above and below in a displayed formula.</summary>
    public static readonly FrozenDictionary<string, string> BigOperators = Table(
        "sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂");

    /// <summary>Integrals, whose limits stand beside.</summary>
    public static readonly FrozenDictionary<string, string> Integrals = Table("int ∫ iint ∬ iiint ∭ oint ∮");

    /// <summary>Named functions that take limits below in a displayed formula.</summary>
    public static readonly FrozenSet<string> LimitFunctions = new[] { "lim", "max", "min", "sup", "inf", "argmax", "argmin" }.ToFrozenSet();

    /// <summary>Named functions, set upright.</summary>
    public static readonly FrozenSet<string> Functions = new[]
    {
        "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "exp", "log", "ln", "lg", "det", "dim",
        "deg", "gcd", "ker", "Pr", "arg", "mod",
    }.ToFrozenSet();

    /// <summary>Accents above their argument.</summary>
    public static readonly FrozenDictionary<string, string> Accents = Table(
        "hat ^ widehat ^ tilde ~ widetilde ~ bar ¯ overline ¯ vec → dot ˙ ddot ¨ check ˇ breve ˘ overrightarrow →");

    /// <summary>Widths of the spaces, in em.</summary>
    public static readonly FrozenDictionary<string, string> Spaces = Table(
        "quad 1 qquad 2 , 0.167 : 0.222 > 0.222 ; 0.278 ! -0.167 enspace 0.5 thinspace 0.167");

    /// <summary>Alphabets, by MathML's <c>mathvariant</c>.</summary>
    public static readonly FrozenDictionary<string, string> Alphabets = Table(
        """
        mathrm normal mathbf bold mathit italic mathbb double-struck mathcal script mathscr script mathfrak fraktur mathsf sans-serif
        mathtt monospace boldsymbol bold-italic bm bold-italic
        """);

    private static FrozenDictionary<string, string> Table(string pairs)
    {
        string[] words = pairs.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return words.Chunk(2).ToFrozenDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    }
}
