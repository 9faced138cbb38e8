namespace Workbench.Notebooks.Book;

/// <summary>A heading of a page, for its table of contents.</summary>
/// <param name="Level">1 for the page's title, 2 for a section, 3 for what is below it.</param>
/// <param name="Id">The anchor.</param>
/// <param name="Text">The heading without its markup.</param>
internal sealed record Heading(int Level, string Id, string Text);
