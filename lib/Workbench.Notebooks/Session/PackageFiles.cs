namespace Workbench.Notebooks;

/// <summary>The files of restored packages that this system needs.</summary>
/// <param name="Assemblies">Managed libraries, to refer to and to load.</param>
/// <param name="Native">Native libraries, for those to find.</param>
internal sealed record PackageFiles(IReadOnlyList<string> Assemblies, IReadOnlyList<string> Native)
{
    public IEnumerable<string> All => Assemblies.Concat(Native);
}
