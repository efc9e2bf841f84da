using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace RtcCluster.Storage;

/// <summary>
/// Reads one section strictly. The framework's binder leaves out what it does not know, and its message for a bad value names no bound;
/// a misspelt key that goes unnoticed puts a company's records into the wrong place.
/// </summary>
internal sealed class SettingsSection(IConfiguration configuration, string name)
{
    private readonly IConfigurationSection _section = configuration.GetSection(name);

    /// <summary>Refuses every key but these. The value of an unknown key is not repeated: it may be a misspelt secret.</summary>
    public void AllowOnly(params string[] keys)
    {
        var unknown = _section.GetChildren().FirstOrDefault(child => !keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase));
        if (unknown is not null)
        {
            throw Refused($"{name}:{unknown.Key} is not a setting; {name} has {string.Join(", ", keys)}.");
        }
    }

    public string Text(string key, string otherwise) => _section[key] ?? otherwise;

    public T Choice<T>(string key, T otherwise)
        where T : struct, Enum
    {
        var text = _section[key];
        return string.IsNullOrEmpty(text) ? otherwise
            : Enum.GetNames<T>().FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } choice ? Enum.Parse<T>(choice)
            : throw Refused($"{name}:{key} is '{text}'; it must be {string.Join(" or ", Enum.GetNames<T>())}.");
    }

    public bool Flag(string key, bool otherwise)
    {
        var text = _section[key];
        return string.IsNullOrEmpty(text) ? otherwise
            : bool.TryParse(text, out var flag) ? flag
            : throw Refused($"{name}:{key} is '{text}'; it must be true or false.");
    }

    public long Number(string key, long otherwise)
    {
        var text = _section[key];
        return string.IsNullOrEmpty(text) ? otherwise
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw Refused($"{name}:{key} is '{text}'; it must be a whole number.");
    }

    private OptionsValidationException Refused(string reason) => new(name, typeof(SettingsSection), [reason]);
}
