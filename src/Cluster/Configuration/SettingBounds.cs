using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Cluster.Configuration;

/// <summary>Checks the bounds that an options class declares with DataAnnotations and names key, value and bound.</summary>
internal static class SettingBounds
{
    /// <summary>Every broken bound of <paramref name="options"/>.</summary>
    /// <param name="path">The key of the section.</param>
    /// <param name="options">The bound object.</param>
    /// <param name="skip">Properties whose value could not be read; their default would hide or repeat the error.</param>
    public static IEnumerable<SettingError> Check(string path, object options, HashSet<string> skip)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            var bounds = property.GetCustomAttributes<ValidationAttribute>().ToList();
            if (bounds.Count == 0 || skip.Contains(property.Name))
            {
                continue;
            }

            var value = property.GetValue(options);
            var context = new ValidationContext(options) { MemberName = property.Name };
            foreach (var bound in bounds)
            {
                if (bound.GetValidationResult(value, context) is { } broken)
                {
                    yield return new($"{path}:{property.Name}", Show(property, value), Describe(bound, broken));
                    break;
                }
            }
        }

        if (options is not IValidatableObject whole || skip.Count > 0)
        {
            yield break;
        }

        foreach (var broken in whole.Validate(new ValidationContext(options)))
        {
            var name = broken.MemberNames.FirstOrDefault();
            var property = name is null ? null : options.GetType().GetProperty(name);
            yield return new(name is null ? path : $"{path}:{name}", property is null ? null : Show(property, property.GetValue(options)), broken.ErrorMessage ?? "is refused");
        }
    }

    private static string Show(PropertyInfo property, object? value) =>
        value is null ? "" : property.IsDefined(typeof(SecretAttribute)) ? "***" : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string Describe(ValidationAttribute bound, ValidationResult broken) => bound switch
    {
        { ErrorMessage: { } own } => own,
        RequiredAttribute => "must be set",
        RangeAttribute range => string.Create(CultureInfo.InvariantCulture, $"must be from {range.Minimum} to {range.Maximum}"),
        StringLengthAttribute length => string.Create(CultureInfo.InvariantCulture, $"must have {length.MinimumLength} to {length.MaximumLength} characters"),
        MinLengthAttribute least => string.Create(CultureInfo.InvariantCulture, $"must have {least.Length} or more"),
        MaxLengthAttribute most => string.Create(CultureInfo.InvariantCulture, $"must have {most.Length} or fewer"),
        RegularExpressionAttribute pattern => $"must match {pattern.Pattern}",
        AllowedValuesAttribute allowed => $"must be one of {string.Join(", ", allowed.Values)}",
        _ => broken.ErrorMessage ?? "is refused",
    };
}
