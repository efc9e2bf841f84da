using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RtcCluster.Standalone.Tests.Configuration;

/// <summary>The documentation comments of an assembly, from the file that the compiler wrote beside it.</summary>
internal sealed partial class XmlComments
{
    private readonly Dictionary<string, XElement> _members;

    public XmlComments(Assembly assembly) =>
        _members = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);

    public string SummaryOf(Type type) => Text($"T:{type.FullName}");

    public string SummaryOf(PropertyInfo property) => Text($"P:{property.DeclaringType!.FullName}.{property.Name}");

    private string Text(string member)
    {
        var summary = _members.TryGetValue(member, out var found) ? found.Element("summary") : null;
        var text = string.Concat(summary?.Nodes().Select(Markdown) ?? throw new InvalidOperationException($"{member} has no summary."));
        return Spaces().Replace(text, " ").Trim();
    }

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
        XElement element => string.Concat(element.Nodes().Select(Markdown)),
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
