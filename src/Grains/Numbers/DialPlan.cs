using PhoneNumbers;

namespace RtcCluster.Grains.Numbers;

/// <summary>Reads dialled numbers as the people of a country dial them.</summary>
internal static class DialPlan
{
    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();
    private static readonly ShortNumberInfo Short = ShortNumberInfo.GetInstance();

    /// <summary>True when the number calls for help in the country; such a call passes before every guard.</summary>
    public static bool IsEmergency(string dialled, string country) => dialled.Length <= 6 && Short.IsEmergencyNumber(dialled, country);

    /// <summary>The number in E.164 form with its plus sign; null when it is no number that can be called outside.</summary>
    /// <remarks>Possible, not valid: carriers open ranges earlier than the tables learn of them.</remarks>
    public static string? ToE164(string dialled, string country) =>
        // Where the country has another international prefix, the one that ITU-T E.123 recommends works too.
        Read(dialled, country) ?? (dialled.StartsWith("00", StringComparison.Ordinal) ? Read($"+{dialled.AsSpan(2)}", country) : null);

    /// <summary>True when the called party is paid by the caller's bill.</summary>
    public static bool IsPremiumRate(string e164)
    {
        try
        {
            return Numbers.GetNumberType(Numbers.Parse(e164, null)) == PhoneNumberType.PREMIUM_RATE;
        }
        catch (NumberParseException)
        {
            return false;
        }
    }

    /// <summary>The country of a number, ISO 3166-1 alpha-2; 001 for one of no country, and null for what is no number.</summary>
    public static string? CountryOf(string e164)
    {
        try
        {
            // A range that the tables do not know yet is of its code's largest country.
            var number = Numbers.Parse(e164, null);
            return Numbers.GetRegionCodeForNumber(number) ?? Numbers.GetRegionCodeForCountryCode(number.CountryCode);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    private static string? Read(string dialled, string country)
    {
        try
        {
            var number = Numbers.Parse(dialled, country);
            return Numbers.IsPossibleNumberWithReason(number) is PhoneNumberUtil.ValidationResult.IS_POSSIBLE && !dialled.Any(char.IsLetter)
                ? Numbers.Format(number, PhoneNumberFormat.E164)
                : null;
        }
        catch (NumberParseException)
        {
            // The library has no other way to say that a text is no number.
            return null;
        }
    }
}
