using System.Reflection;

namespace Workbench.Tests.Display;

public sealed class ShowsAsHtmlTests
{
    public static TheoryData<Type> TypesThatShowThemselves => [.. typeof(IShowsAsHtml).Assembly.GetExportedTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IShowsAsHtml).IsAssignableFrom(type))];

    [Theory]
    [MemberData(nameof(TypesThatShowThemselves))]
    public void EachTypeThatShowsItselfAlsoDoesSoInAKernelThatNothingWasRegisteredIn(Type type)
    {
        Assert.Contains(type.GetCustomAttributes(inherit: true), attribute => attribute.GetType().Name == "TypeFormatterSourceAttribute");
        Assert.NotEqual(typeof(object), type.GetMethod(nameof(ToString), BindingFlags.Public | BindingFlags.Instance, [])!.DeclaringType);
    }
}
