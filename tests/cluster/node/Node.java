import java.util.Arrays;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One OpenSearch node in this process: {@code java -cp … Node.java FOLDER key=value …}, until its input ends.
 *
 * <p>The settings are those of opensearch.yml; a value with commas is a list. It lives no longer than who started it,
 * because the end of its standard input ends it.
 */
public final class Node {
    public static void main(final String[] args) throws Exception {
        final OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild((number, settings) -> {
            for (final String arg : Arrays.copyOfRange(args, 1, args.length)) {
                final String[] pair = arg.split("=", 2);
                if (pair[1].contains(",")) {
                    settings.putList(pair[0], pair[1].split(","));
                } else {
                    settings.put(pair[0], pair[1]);
                }
            }
        });
        runner.build("-numOfNode", "1", "-basePath", args[0], "-disableESLogger");
        System.out.println("started");
        while (System.in.read() >= 0) {
            // whoever started it is still there
        }
        System.exit(0);
    }
}
