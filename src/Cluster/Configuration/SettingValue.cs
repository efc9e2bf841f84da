using System.Globalization;
using System.Net;
using System.Reflection;

namespace RtcCluster.Cluster.Configuration;

/// <summary>Turns the text of a setting into its type, the same on every machine (invariant culture).</summary>
internal static class SettingValue
{
    private delegate bool Reader(string text, out object? value);

    private static readonly MethodInfo Parsing = typeof(SettingValue).GetMethod(nameof(Parse), BindingFlags.Static | BindingFlags.NonPublic)!;

    private static readonly Dictionary<Type, (string Form, Reader Read)> Readers = new()
    {
        [typeof(string)] = ("text", (string t, out object? v) => { v = t; return true; }),
        [typeof(bool)] = ("true or false", (string t, out object? v) => { var ok = bool.TryParse(t, out var x); v = x; return ok; }),
        [typeof(int)] = ("a whole number", (string t, out object? v) => { var ok = int.TryParse(t, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var x); v = x; return ok; }),
        [typeof(ushort)] = ("a whole number from 0 to 65535", (string t, out object? v) => { var ok = ushort.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var x); v = x; return ok; }),
        [typeof(long)] = ("a whole number", (string t, out object? v) => { var ok = long.TryParse(t, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var x); v = x; return ok; }),
        [typeof(double)] = ("a number with a point", (string t, out object? v) => { var ok = double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && double.IsFinite(x); v = x; return ok; }),
        [typeof(TimeSpan)] = ("a duration, [days.]hours:minutes:seconds", ReadDuration),
        [typeof(Uri)] = ("an absolute URL", (string t, out object? v) => { var ok = Uri.TryCreate(t, UriKind.Absolute, out var x); v = x; return ok; }),
        [typeof(IPAddress)] = ("an IP address", ReadAddress),
        [typeof(IPEndPoint)] = ("an IP address and a port, 127.0.0.1:5060", ReadEndPoint),
        [typeof(IPNetwork)] = ("a network, 10.0.0.0/8", (string t, out object? v) => { var ok = IPNetwork.TryParse(t, out var x); v = x; return ok; }),
    };

    /// <summary>Whether a property of this type is one value and not a section.</summary>
    /// <remarks>A type of a section's own counts when it can be parsed from text (<see cref="IParsable{TSelf}"/>).</remarks>
    public static bool IsScalar(Type type) => Readers.ContainsKey(Bare(type)) || Bare(type).IsEnum || IsParsable(Bare(type));

    /// <summary>Reads the text; <paramref name="problem"/> says which form is wanted when it cannot be read.</summary>
    public static bool TryRead(Type type, string text, out object? value, out string problem)
    {
        type = Bare(type);
        value = null;
        if (type.IsEnum)
        {
            // Enum.TryParse alone would take "7" and "Redis,AzureTable"; a setting is one of the names.
            var name = Enum.GetNames(type).FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
            problem = $"must be one of {string.Join(", ", Enum.GetNames(type))}";
            value = name is null ? null : Enum.Parse(type, name);
            return name is not null;
        }

        if (!Readers.TryGetValue(type, out var reader))
        {
            reader = ($"a {type.Name}", Parsing.MakeGenericMethod(type).CreateDelegate<Reader>());
        }

        var (form, read) = reader;
        problem = $"must be {form}";
        return read(text, out value);
    }

    private static bool IsParsable(Type type) => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParsable<>));

    private static bool Parse<T>(string text, out object? value)
        where T : IParsable<T>
    {
        var ok = T.TryParse(text, CultureInfo.InvariantCulture, out var parsed);
        value = parsed;
        return ok;
    }

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static bool ReadDuration(string text, out object? value)
    {
        // A bare number would be days to TimeSpan.Parse and seconds to whoever wrote it.
        var ok = TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) && text.Contains(':', StringComparison.Ordinal);
        value = duration;
        return ok;
    }

    private static bool ReadAddress(string text, out object? value)
    {
        // IPAddress reads "8080" as 0.0.31.144; four parts are what people mean.
        var ok = IPAddress.TryParse(text, out var address) && (text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3);
        value = address;
        return ok;
    }

    private static bool ReadEndPoint(string text, out object? value)
    {
        // Without a port IPEndPoint says port 0, which would bind any.
        var ok = IPEndPoint.TryParse(text, out var endpoint) && ReadAddress(endpoint.Address.ToString(), out _)
            && text.EndsWith($":{endpoint.Port.ToString(CultureInfo.InvariantCulture)}", StringComparison.Ordinal)
            && (endpoint.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork || text.Contains("]:", StringComparison.Ordinal));
        value = endpoint;
        return ok;
    }
}
