using System.Reflection;
using System.Text;

namespace RtcCluster.Contracts.Tests;

/// <summary>The wire and stored shape of every contract as text: aliases, member numbers and types, grain methods.</summary>
/// <remarks>
/// A silo of the previous version reads what this version writes. The text is kept in OrleansContracts.txt, so that a change of shape is seen in
/// the same commit that makes it: a number is never used again and a member never changes its type.
/// </remarks>
internal static class ContractSnapshot
{
    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().Where(IsContract).OrderBy(AliasOf, StringComparer.Ordinal))
        {
            text.Append(AliasOf(type)).Append(" = ").Append(type.IsInterface ? "interface" : type.IsEnum ? "enum" : "data")
                .Append(' ').Append(type.Name).Append(BaseOf(type)).Append('\n');
            foreach (var line in type.IsInterface ? Methods(type) : type.IsEnum ? Values(type) : Members(type))
            {
                text.Append("  ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    public static bool IsContract(Type type) =>
        type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false) is not null || typeof(IGrain).IsAssignableFrom(type);

    private static string AliasOf(Type type) => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias ?? $"(no alias) {type.FullName}";

    private static string BaseOf(Type type) =>
        type.BaseType is { } parent && IsContract(parent) ? $" : {AliasOf(parent)}" : "";

    private static IEnumerable<string> Methods(Type type) =>
        type.GetMethods()
            .Where(method => !method.IsStatic)
            .Select(method =>
                $"{method.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias ?? "(no alias)"}({string.Join(", ", method.GetParameters().Select(p => NameOf(p.ParameterType)))}) -> {NameOf(method.ReturnType)}")
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Values(Type type) =>
        Enum.GetNames(type).Select(name => $"{Convert.ToInt64(Enum.Parse(type, name))} {name}");

    private static IEnumerable<string> Members(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Select(property => (property, id: property.GetCustomAttribute<IdAttribute>()))
            .Where(member => member.id is not null)
            .OrderBy(member => member.id!.Id)
            .Select(member => $"{member.id!.Id} {member.property.Name}: {NameOf(member.property.PropertyType)}");

    private static string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return $"{NameOf(inner)}?";
        }

        return type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
            : type.Name;
    }
}
