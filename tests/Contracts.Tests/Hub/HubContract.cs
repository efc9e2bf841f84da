using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Hub;

namespace RtcCluster.Contracts.Tests.Hub;

/// <summary>The phone hub's wire as TypeScript, from the types of src/Contracts/Hub and their documentation comments.</summary>
internal static class HubContract
{
    private const string Head = """
        // Made from src/Contracts/Hub by tests/Contracts.Tests; do not edit it by hand. CONTRIBUTING.md says how it is written anew.


        """;

    // Words of other nouns that the hub speaks too.
    private static readonly Type[] Shared = [typeof(AgentStatus), typeof(AgentWish)];

    private static readonly NullabilityInfoContext Nullability = new();
    private static readonly HubComments Comments = new(typeof(IPhoneHub).Assembly);

    /// <summary>The whole file.</summary>
    public static string Write()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var type in Types())
        {
            Comment(text, Comments.SummaryOf(type), "");
            Declare(text, type);
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static IEnumerable<Type> Types() =>
        typeof(IPhoneHub).Assembly.GetExportedTypes().Where(type => type.Namespace == typeof(IPhoneHub).Namespace).Concat(Shared)
            .OrderBy(type => type.IsInterface ? 1 : 0).ThenBy(type => type.Name, StringComparer.Ordinal);

    private static void Declare(StringBuilder text, Type type)
    {
        if (type.IsEnum)
        {
            text.Append(CultureInfo.InvariantCulture, $"export type {type.Name} = {string.Join(" | ", Enum.GetNames(type).Select(name => $"'{Camel(name)}'"))};\n\n");
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"export interface {(type.IsInterface ? type.Name[1..] : type.Name)} {{\n");
        if (type.IsInterface)
        {
            foreach (var method in type.GetMethods())
            {
                Comment(text, Comments.SummaryOf(method), "  ");
                text.Append(CultureInfo.InvariantCulture, $"  {method.Name}({string.Join(", ", method.GetParameters().Select(Parameter))}): {Result(method.ReturnType)};\n");
            }
        }
        else
        {
            foreach (var parameter in type.GetConstructors().MaxBy(made => made.GetParameters().Length)!.GetParameters())
            {
                Comment(text, Comments.ParameterOf(type, parameter.Name!), "  ");
                text.Append(CultureInfo.InvariantCulture, $"  readonly {Member(type, parameter)};\n");
            }
        }

        text.Append("}\n\n");
    }

    // What a browser may leave out of a request; an answer of the edge has every member.
    private static string Member(Type type, ParameterInfo parameter)
    {
        var optional = type.Name.EndsWith("Request", StringComparison.Ordinal) && parameter.HasDefaultValue ? "?" : "";
        return $"{Camel(parameter.Name!)}{optional}: {TypeOf(parameter)}";
    }

    private static string Parameter(ParameterInfo parameter) => $"{parameter.Name}: {TypeOf(parameter)}";

    private static string TypeOf(ParameterInfo parameter)
    {
        var nullable = Nullability.Create(parameter).ReadState == NullabilityState.Nullable;
        return nullable ? $"{NameOf(parameter.ParameterType)} | null" : NameOf(parameter.ParameterType);
    }

    private static string Result(Type type) => type.IsGenericType ? $"Promise<{NameOf(type.GetGenericArguments()[0])}>" : "Promise<void>";

    private static string NameOf(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare.IsArray ? $"readonly {NameOf(bare.GetElementType()!)}[]"
            : bare == typeof(string) || bare == typeof(DateTimeOffset) ? "string"
            : bare == typeof(bool) ? "boolean"
            : bare == typeof(int) || bare == typeof(long) || bare == typeof(double) ? "number"
            : bare.Namespace == typeof(IPhoneHub).Namespace || Shared.Contains(bare) ? bare.Name
            : throw new InvalidOperationException($"The wire has no word for {bare}.");
    }

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static void Comment(StringBuilder text, string? comment, string indent)
    {
        if (comment is { Length: > 0 })
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}/** {comment} */\n");
        }
    }
}
