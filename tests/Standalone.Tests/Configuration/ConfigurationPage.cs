using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Standalone.Tests.Configuration;

/// <summary>docs/configuration.md as the options classes say it: every class with a constant <c>Section</c>, every property that can be set.</summary>
internal static class ConfigurationPage
{
    private const string Head = """
        # Configuration

        Made from the options classes by tests/Standalone.Tests; do not edit it by hand: `RTC_UPDATE_CONFIGURATION=docs/configuration.md dotnet run --project tests/Standalone.Tests`
        writes it anew from the root of the repository.

        Every key can stand in appsettings.json, in the environment (`Sip__Udp`) or on the command line (`--Sip:Udp 127.0.0.1:5070`); a later one of these wins. An unknown key
        in one of the sections below, a bad value or a broken bound stops the start: the process names key, value and bound and ends with exit code 78. An empty value takes away
        a default that may be none. Durations are `[days.]hours:minutes:seconds`. Values marked *secret* appear in no message.

        Beside these sections there is ASP.NET Core's own `Logging` (levels by category). `Logging:ShowPersonalData`, true or false, default false: telephone numbers, names
        and addresses are written into the logs as they are, and paths and queries of requests may be logged. Otherwise they are masked, whoever logs them. Secrets are never shown.


        """;

    /// <summary>The whole page.</summary>
    public static string Write()
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var (section, type) in Sections())
        {
            WriteSection(page, section, type);
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>Every section of the product with its class, by name.</summary>
    public static IEnumerable<(string Section, Type Type)> Sections() =>
        Assemblies(typeof(DemoOptions).Assembly, [])
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Select(type => (Section: type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string, Type: type))
            .Where(found => found.Section is not null)
            .Select(found => (found.Section!, found.Type))
            .OrderBy(found => found.Item1, StringComparer.Ordinal);

    /// <summary>The properties of a section that an operator can set.</summary>
    public static IEnumerable<PropertyInfo> Keys(Type type) => type.GetProperties().Where(property => property.SetMethod is { IsPublic: true });

    private static HashSet<Assembly> Assemblies(Assembly assembly, HashSet<Assembly> found)
    {
        if (found.Add(assembly))
        {
            foreach (var name in assembly.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("RtcCluster.", StringComparison.Ordinal)))
            {
                Assemblies(Assembly.Load(name), found);
            }
        }

        return found;
    }

    private static void WriteSection(StringBuilder page, string section, Type type)
    {
        var comments = new XmlComments(type.Assembly);
        var defaults = Activator.CreateInstance(type)!;
        page.Append(CultureInfo.InvariantCulture, $"## {section}\n\n{comments.SummaryOf(type)}\n\n| key | type | default | bounds | meaning |\n|---|---|---|---|---|\n");
        foreach (var property in Keys(type))
        {
            var bounds = string.Join("; ", property.GetCustomAttributes<ValidationAttribute>().Select(Bound));
            var secret = property.IsDefined(typeof(SecretAttribute)) ? " *secret*" : "";
            page.Append(CultureInfo.InvariantCulture, $"| `{section}:{property.Name}` | {Kind(property.PropertyType)}{secret} | {Default(property.GetValue(defaults))} | {bounds} | {Cell(comments.SummaryOf(property))} |\n");
        }

        page.Append('\n');
    }

    private static string Kind(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare.IsEnum ? string.Join(", ", Enum.GetNames(bare).Select(name => $"`{name}`"))
            : bare == typeof(string) ? "text"
            : bare == typeof(bool) ? "true or false"
            : bare == typeof(int) || bare == typeof(long) || bare == typeof(ushort) ? "whole number"
            : bare == typeof(double) ? "number"
            : bare == typeof(TimeSpan) ? "duration"
            : bare == typeof(Uri) ? "URL"
            : bare == typeof(IPAddress) ? "IP address"
            : bare == typeof(IPEndPoint) ? "address:port"
            : throw new InvalidOperationException($"The page has no word for {bare}.");
    }

    private static string Default(object? value) => value switch
    {
        null or "" => "none",
        bool flag => flag ? "`true`" : "`false`",
        _ => $"`{Cell(Convert.ToString(value, CultureInfo.InvariantCulture)!)}`",
    };

    private static string Bound(ValidationAttribute bound) => Cell(bound switch
    {
        { ErrorMessage: { } own } => own,
        RequiredAttribute => "must be set",
        RangeAttribute range => string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}"),
        StringLengthAttribute length => string.Create(CultureInfo.InvariantCulture, $"{length.MinimumLength} to {length.MaximumLength} characters"),
        RegularExpressionAttribute pattern => $"matches `{pattern.Pattern}`",
        _ => throw new InvalidOperationException($"The page has no word for {bound.GetType()}."),
    });

    // A bar would end the cell.
    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
