namespace Kling3.Runtime.Sending;

/// <summary>What a key may be. No message quotes the key, as messages end up in logs.</summary>
internal static class KeyRules
{
    public static void Check(string key)
    {
        if (string.IsNullOrWhiteSpace(key))
        {
            throw new ArgumentException("The API key is empty.", nameof(ApiClientOptions.ApiKey));
        }

        foreach (char c in key)
        {
            string? wrong = c switch
            {
                '\r' or '\n' => "a line break; was it read from a file with its last line end?",
                ' ' or '\t' => "a blank",
                < ' ' or '\u007f' => "a control character",
                > '\u007f' => "a character outside ASCII",
                _ => null,
            };
            if (wrong is not null)
            {
                throw new ArgumentException($"The API key holds {wrong}", nameof(ApiClientOptions.ApiKey));
            }
        }
    }
}
