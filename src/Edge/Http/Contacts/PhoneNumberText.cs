using PhoneNumbers;

namespace RtcCluster.Edge.Http.Contacts;

/// <summary>Reads telephone numbers as the people of a country write them.</summary>
internal static class PhoneNumberText
{
    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <summary>The number in E.164 form with its plus sign; null when it is no number that can be called outside, for example an extension.</summary>
    public static string? ToE164(string text, string country)
    {
        if (text.Length > 64 || text.Any(char.IsLetter))
        {
            return null;
        }

        try
        {
            var number = Numbers.Parse(text, country);
            return Numbers.IsPossibleNumberWithReason(number) is PhoneNumberUtil.ValidationResult.IS_POSSIBLE ? Numbers.Format(number, PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            // The library has no other way to say that a text is no number.
            return null;
        }
    }
}
