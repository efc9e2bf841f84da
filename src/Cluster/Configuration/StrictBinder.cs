using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Cluster.Configuration;

/// <summary>Binds one section to one options object and refuses what it does not know.</summary>
/// <remarks>
/// The framework's binder drops unknown keys and its error for a bad value names neither the key in the operator's words nor the bound.
/// A misspelt key that is silently ignored is a security setting that is silently off.
/// </remarks>
internal sealed class StrictBinder
{
    private readonly List<SettingError> _errors = [];

    /// <summary>What was refused so far.</summary>
    public IReadOnlyList<SettingError> Errors => _errors;

    /// <summary>Fills <paramref name="target"/> from <paramref name="section"/>, then checks its bounds.</summary>
    public void Bind(IConfigurationSection section, object target)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            _errors.Add(new(section.Path, null, "is a section and takes no value of its own"));
        }

        var properties = Settable(target.GetType());
        var failed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var child in section.GetChildren())
        {
            var property = properties.Find(p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                Unknown(child, properties.ConvertAll(p => p.Name));
                continue;
            }

            if (string.IsNullOrEmpty(child.Value) && property.PropertyType != typeof(string) && IsNullable(property) && !child.GetChildren().Any())
            {
                // An empty value takes a default away: Sip:Tls= switches TLS off.
                property.SetValue(target, null);
                continue;
            }

            var before = _errors.Count;
            if (Read(child, property.PropertyType, property.IsDefined(typeof(SecretAttribute)), property.GetValue(target)) is { } value)
            {
                property.SetValue(target, value);
            }

            if (_errors.Count > before)
            {
                failed.Add(property.Name);
            }
        }

        _errors.AddRange(SettingBounds.Check(section.Path, target, failed));
    }

    private static List<PropertyInfo> Settable(Type type) =>
        [.. type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p is { CanRead: true, SetMethod.IsPublic: true } && p.GetIndexParameters().Length == 0)];

    private static bool IsNullable(PropertyInfo property) =>
        new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

    private object? Read(IConfigurationSection section, Type type, bool secret, object? present)
    {
        if (SettingValue.IsScalar(type))
        {
            return ReadScalar(section, type, secret);
        }

        if (ElementOf(type, typeof(IDictionary<,>), 1) is { } valueType)
        {
            var map = (IDictionary)(Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), valueType), StringComparer.OrdinalIgnoreCase)!);
            foreach (var child in section.GetChildren())
            {
                if (Read(child, valueType, secret, null) is { } value)
                {
                    map[child.Key] = value;
                }
            }

            return map;
        }

        if (type.IsArray || ElementOf(type, typeof(IEnumerable<>), 0) is not null)
        {
            return ReadList(section, type.IsArray ? type.GetElementType()! : ElementOf(type, typeof(IEnumerable<>), 0)!, type.IsArray, secret);
        }

        var nested = present ?? Activator.CreateInstance(type)!;
        Bind(section, nested);
        return nested;
    }

    private object? ReadScalar(IConfigurationSection section, Type type, bool secret)
    {
        foreach (var child in section.GetChildren())
        {
            _errors.Add(new(child.Path, null, $"is unknown; {section.Path} is one value"));
        }

        if (section.Value is not { } text)
        {
            return null;
        }

        if (SettingValue.TryRead(type, text, out var value, out var problem))
        {
            return value;
        }

        _errors.Add(new(section.Path, secret ? "***" : text, problem));
        return null;
    }

    /// <summary>A list is written as numbered keys (JSON arrays become that) or, on a command line, as one value with commas.</summary>
    private object ReadList(IConfigurationSection section, Type element, bool asArray, bool secret)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        if (section.Value is { Length: > 0 } text && SettingValue.IsScalar(element))
        {
            foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (SettingValue.TryRead(element, part, out var value, out var problem))
                {
                    list.Add(value);
                }
                else
                {
                    _errors.Add(new(section.Path, secret ? "***" : part, problem));
                }
            }
        }

        foreach (var child in section.GetChildren())
        {
            if (!int.TryParse(child.Key, out _))
            {
                _errors.Add(new(child.Path, null, $"is unknown; {section.Path} is a list, its keys are numbers"));
            }
            else if (Read(child, element, secret, null) is { } value)
            {
                list.Add(value);
            }
        }

        if (!asArray)
        {
            return list;
        }

        var array = Array.CreateInstance(element, list.Count);
        list.CopyTo(array, 0);
        return array;
    }

    private void Unknown(IConfigurationSection child, List<string> known)
    {
        known.Sort(StringComparer.Ordinal);
        var near = NearestName.Of(child.Key, known);
        _errors.Add(new(child.Path, null, near is null
            ? $"is unknown; known here: {string.Join(", ", known)}"
            : $"is unknown; did you mean {near}?"));
    }

    private static Type? ElementOf(Type type, Type open, int argument) =>
        type.GetInterfaces().Prepend(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == open)?.GetGenericArguments()[argument];
}
