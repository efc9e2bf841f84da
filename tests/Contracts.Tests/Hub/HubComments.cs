using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RtcCluster.Contracts.Tests.Hub;

/// <summary>The documentation comments of an assembly, from the file that the compiler wrote beside it; null where there is none.</summary>
internal sealed partial class HubComments(Assembly assembly)
{
    private readonly Dictionary<string, XElement> _members =
        XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);

    public string? SummaryOf(Type type) => Text(Member($"T:{type.FullName}")?.Element("summary"));

    public string? SummaryOf(MethodInfo method)
    {
        var parameters = string.Join(',', method.GetParameters().Select(parameter => parameter.ParameterType.FullName));
        var suffix = parameters.Length > 0 ? $"({parameters})" : "";
        return Text(Member($"M:{method.DeclaringType!.FullName}.{method.Name}{suffix}")?.Element("summary"));
    }

    public string? ParameterOf(Type type, string name) =>
        Text(Member($"T:{type.FullName}")?.Elements("param").FirstOrDefault(parameter => parameter.Attribute("name")!.Value == name));

    private XElement? Member(string name) => _members.GetValueOrDefault(name);

    private static string? Text(XElement? element) => element is null ? null : Spaces().Replace(string.Concat(element.Nodes().Select(Plain)), " ").Trim();

    private static string Plain(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => see.Attribute("cref")!.Value.Split('(')[0].Split('.')[^1],
        XElement element => string.Concat(element.Nodes().Select(Plain)),
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
