using System.Buffers;

namespace RtcCluster.Sip.Messages;

/// <summary>Which bytes each part of a URI may hold. RFC 3261 §25.1, RFC 3966 §3.</summary>
internal static class SipUriAlphabet
{
    private const string Unreserved = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'()%";

    // "#" wants an escape, but dial strings such as *72# come without it from many phones and it can mean nothing else here.
    private static readonly SearchValues<byte> User = Bytes(Unreserved + "&=+$,;?/#");
    private static readonly SearchValues<byte> Password = Bytes(Unreserved + "&=+$,");
    private static readonly SearchValues<byte> Parameter = Bytes(Unreserved + "[]/:&+$;=");
    private static readonly SearchValues<byte> Header = Bytes(Unreserved + "[]/?:+$&=");
    private static readonly SearchValues<byte> Telephone = Bytes("0123456789abcdefABCDEF*#-.()+");

    private static readonly SearchValues<byte> Scheme = Bytes("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    internal static bool IsScheme(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(Scheme) < 0;

    internal static bool IsUser(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(User) < 0 && HasWholeEscapes(text);

    internal static bool IsPassword(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(Password) < 0 && HasWholeEscapes(text);

    internal static bool IsTelephone(ReadOnlySpan<byte> text)
        => text.IndexOfAnyExcept(Telephone) < 0 && text.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0;

    internal static bool IsParameters(SipParameters parameters)
        => parameters.Text.IndexOfAnyExcept(Parameter) < 0 && HasWholeEscapes(parameters.Text) && parameters.IsWellFormed;

    /// <summary>headers = "?" header *( "&amp;" header ); header = hname "=" hvalue. The text includes the question mark.</summary>
    internal static bool IsHeaders(ReadOnlySpan<byte> text)
        => text.IsEmpty
            || (text.Length > 1 && text.IndexOfAnyExcept(Header) < 0 && HasWholeEscapes(text)
                && new SipParameters(text[1..], (byte)'&', true).IsWellFormed);

    /// <summary>Printable ASCII that cannot end a name-addr.</summary>
    internal static bool IsOpaque(ReadOnlySpan<byte> text)
        => text.IndexOfAnyExceptInRange((byte)0x21, (byte)0x7E) < 0 && text.IndexOfAny("<>\""u8) < 0;

    //   escaped = "%" HEXDIG HEXDIG
    private static bool HasWholeEscapes(ReadOnlySpan<byte> text)
    {
        for (var i = text.IndexOf((byte)'%'); i >= 0; i = text.IndexOf((byte)'%'))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[i + 1]) || !char.IsAsciiHexDigit((char)text[i + 2]))
            {
                return false;
            }

            text = text[(i + 3)..];
        }

        return true;
    }

    private static SearchValues<byte> Bytes(string characters) => SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(characters));
}
