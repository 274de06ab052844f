// Words and signs of a spec file, and the grammar of a unit. StatementReader cuts the file into
// statements and StatementCursor reads them word by word, so that a keyword is a name where no
// keyword can stand; see docs/spec-language.md.
grammar Spec;

unitAlone
  : unit EOF
  ;

unit
  : factor (op += (TIMES | OVER | DOT) factor)*
  ;

factor
  : atom (POWER exponent)?
  ;

atom
  : NAME                                                    # code
  | OPEN_BRACKET NAME CLOSE_BRACKET                         # code
  | NUMBER                                                  # one
  | OPEN unit CLOSE                                         # group
  ;

exponent
  : MINUS? NUMBER
  | OPEN MINUS? NUMBER (OVER NUMBER)? CLOSE
  ;

AS : 'as' ;
IN : 'in' ;

OPEN : '(' ;
CLOSE : ')' ;
OPEN_BRACKET : '[' ;
CLOSE_BRACKET : ']' ;
OPEN_BRACE : '{' ;
CLOSE_BRACE : '}' ;
COMMA : ',' ;
COLON : ':' ;
DOT : '.' ;
LESS_EQUAL : '<=' ;
LESS : '<' ;
GREATER_EQUAL : '>=' ;
GREATER : '>' ;
EQUAL : '==' ;
NOT_EQUAL : '!=' ;
ASSIGN : '=' ;
POWER : '^' | '**' ;
TIMES : '*' ;
OVER : '/' ;
PLUS : '+' ;
MINUS : '-' ;
PERCENT : '%' ;
STRING : '"' ~["\r\n]* '"' ;
UNCLOSED_STRING : '"' ~["\r\n]* ;
// The point of 3. is a token of its own, so that 1.m is still a product of units.
NUMBER : DIGIT+ ('.' DIGIT+)? EXPONENT? | '.' DIGIT+ EXPONENT? | DIGIT+ '.' EXPONENT ;
NAME : START PART* ;
DASHED : START PART* ('-' PART+)+ ;
NEWLINE : '\r'? '\n' | '\r' ;
SPACE : [ \t\f\u00A0\uFEFF]+ -> skip ;
COMMENT : ('//' | '#') ~[\r\n]* -> skip ;
OTHER : . ;
fragment DIGIT : [0-9] ;
fragment EXPONENT : [eE] [+-]? DIGIT+ ;
fragment START : [\p{L}_] ;
fragment PART : [\p{L}\p{N}_] ;
